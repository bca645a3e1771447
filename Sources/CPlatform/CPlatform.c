#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CPlatform.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

_Static_assert(PLATFORM_READABLE == EPOLLIN && PLATFORM_WRITABLE == EPOLLOUT, "epoll's own numbers");
_Static_assert(PLATFORM_ERROR == EPOLLERR && PLATFORM_HANG_UP == EPOLLHUP, "epoll's own numbers");

int platform_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

int platform_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, descriptor, events, token);
}
int platform_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, descriptor, events, token);
}
int platform_epoll_remove(int epoll, int descriptor) { return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0); }

int platform_epoll_wait(int epoll, struct platform_ready *reports, int capacity, int milliseconds) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, milliseconds);
    for (int i = 0; i < count; i++) {
        reports[i].token = events[i].data.u64;
        reports[i].events = events[i].events;
    }
    return count;
}

int platform_timer_create(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC); }

int platform_timer_set(int timer, int64_t nanoseconds) {
    struct itimerspec due = {.it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000}};
    return timerfd_settime(timer, TFD_TIMER_ABSTIME, &due, NULL);
}

int platform_event_create(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void platform_event_raise(int event) {
    int saved = errno;
    uint64_t one = 1;
    // Fails only when the counter is full: then it is raised already.
    ssize_t ignored = write(event, &one, sizeof one);
    (void)ignored;
    errno = saved;
}

void platform_drain(int descriptor) {
    char bytes[256];
    while (read(descriptor, bytes, sizeof bytes) > 0) {}
}

/* A handler rather than a signalfd: it works whatever other threads there are, since they need not block the signals. */
static volatile int signal_pipe = -1;

static void note_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (write(signal_pipe, &byte, 1) != 1) {}
    errno = saved;
}

int platform_signals_open(const int *signals, int count) {
    int ends[2];
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    signal_pipe = ends[1];
    struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < count; i++) {
        sigaction(signals[i], &action, NULL);
        sigaddset(&set, signals[i]);
    }
    /* Whoever started the process may have left them blocked. */
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    return ends[0];
}

int platform_signals_read(int descriptor) {
    unsigned char number;
    return read(descriptor, &number, 1) == 1 ? number : 0;
}

void platform_signals_close(int descriptor, const int *signals, int count) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int i = 0; i < count; i++) sigaction(signals[i], &action, NULL);
    close(signal_pipe);
    close(descriptor);
    signal_pipe = -1;
}

static struct sockaddr_in internet(uint32_t address, uint16_t port) {
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(address)};
    return name;
}

static void store(const struct sockaddr_in *name, uint32_t *address, uint16_t *port) {
    *address = ntohl(name->sin_addr.s_addr);
    *port = ntohs(name->sin_port);
}

static int set_option(int socket, int level, int option) {
    int on = 1;
    return setsockopt(socket, level, option, &on, sizeof on);
}

int platform_tcp_socket(void) { return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }
int platform_udp_socket(void) { return socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

int platform_echo_socket(int *has_header) {
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ICMP);
    *has_header = descriptor < 0;
    return descriptor < 0 ? socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ICMP) : descriptor;
}

int platform_bind(int socket, uint32_t address, uint16_t port) {
    struct sockaddr_in name = internet(address, port);
    return bind(socket, (struct sockaddr *)&name, sizeof name);
}

int platform_bind_source(int socket, uint32_t address) {
    if (set_option(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT) < 0) return -1;
    return platform_bind(socket, address, 0);
}

int platform_connect(int socket, uint32_t address, uint16_t port) {
    struct sockaddr_in name = internet(address, port);
    return connect(socket, (struct sockaddr *)&name, sizeof name);
}

int platform_listen(int socket, int backlog) { return listen(socket, backlog); }

int platform_accept(int socket, uint32_t *address, uint16_t *port) {
    struct sockaddr_in name = {0};
    socklen_t length = sizeof name;
    int accepted = accept4(socket, (struct sockaddr *)&name, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted >= 0) store(&name, address, port);
    return accepted;
}

int platform_local_name(int socket, uint32_t *address, uint16_t *port) {
    struct sockaddr_in name = {0};
    socklen_t length = sizeof name;
    int result = getsockname(socket, (struct sockaddr *)&name, &length);
    if (result == 0) store(&name, address, port);
    return result;
}

int platform_reuse_address(int socket) { return set_option(socket, SOL_SOCKET, SO_REUSEADDR); }
int platform_no_delay(int socket) { return set_option(socket, IPPROTO_TCP, TCP_NODELAY); }

int platform_abort_on_close(int socket) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    return setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

int platform_socket_error(int socket) {
    int error = 0;
    socklen_t length = sizeof error;
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) < 0 ? errno : error;
}

ssize_t platform_send(int socket, const void *bytes, size_t count) { return send(socket, bytes, count, MSG_NOSIGNAL); }

ssize_t platform_send_to(int socket, const void *bytes, size_t count, uint32_t address, uint16_t port) {
    struct sockaddr_in name = internet(address, port);
    return sendto(socket, bytes, count, MSG_NOSIGNAL, (struct sockaddr *)&name, sizeof name);
}

ssize_t platform_receive_from(int socket, void *bytes, size_t count, uint32_t *address, uint16_t *port) {
    struct sockaddr_in name = {0};
    socklen_t length = sizeof name;
    ssize_t received = recvfrom(socket, bytes, count, 0, (struct sockaddr *)&name, &length);
    if (received >= 0) store(&name, address, port);
    return received;
}

/// Answers the length of the name, 0 when it is too long.
static socklen_t abstract_name(struct sockaddr_un *name, const char *text, size_t length) {
    memset(name, 0, sizeof *name);
    name->sun_family = AF_UNIX;
    if (length > sizeof name->sun_path - 1) {
        errno = ENAMETOOLONG;
        return 0;
    }
    memcpy(name->sun_path + 1, text, length);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
}

static int close_failed(int descriptor) {
    int saved = errno;
    close(descriptor);
    errno = saved;
    return -1;
}

static int local_socket(void) { return socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

int platform_local_listen(const char *name, size_t length, int backlog) {
    struct sockaddr_un address;
    socklen_t size = abstract_name(&address, name, length);
    int descriptor = size == 0 ? -1 : local_socket();
    if (descriptor < 0) return -1;
    if (bind(descriptor, (struct sockaddr *)&address, size) < 0 || listen(descriptor, backlog) < 0) return close_failed(descriptor);
    return descriptor;
}

int platform_local_accept(int socket) { return accept4(socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC); }

int platform_local_connect(const char *name, size_t length) {
    struct sockaddr_un address;
    socklen_t size = abstract_name(&address, name, length);
    int descriptor = size == 0 ? -1 : local_socket();
    if (descriptor < 0) return -1;
    if (connect(descriptor, (struct sockaddr *)&address, size) < 0) return close_failed(descriptor);
    return descriptor;
}

int platform_unacknowledged(int socket) {
    int count = 0;
    return ioctl(socket, TIOCOUTQ, &count) == 0 ? count : 0;
}

int platform_peer_user(int socket, uid_t *user) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    int result = getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length);
    if (result == 0) *user = credentials.uid;
    return result;
}

int platform_open_tty(const char *path) { return open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC); }

int platform_open_pseudo_terminal(char *path, size_t capacity) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0) return -1;
    if (grantpt(master) < 0 || unlockpt(master) < 0) return close_failed(master);
    errno = ptsname_r(master, path, capacity);
    return errno == 0 ? master : close_failed(master);
}

int platform_claim_tty(int descriptor) {
    if (flock(descriptor, LOCK_EX | LOCK_NB) < 0) return -1;
    // The far side of a pseudo-terminal keeps it open, so that an exclusive mark would outlive a process that was killed.
    return platform_is_pseudo_terminal(descriptor) ? 0 : ioctl(descriptor, TIOCEXCL);
}

void platform_release_tty(int descriptor) {
    if (!platform_is_pseudo_terminal(descriptor)) ioctl(descriptor, TIOCNXCL);
    flock(descriptor, LOCK_UN);
}
