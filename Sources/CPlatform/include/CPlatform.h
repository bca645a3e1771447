// What Swift cannot call: variadic functions, function-like macros, and what Swift's Glibc module does not show.
// Every function answers as the system call does: -1 with errno, unless it says otherwise.
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

// epoll. A readiness report carries the token that the descriptor was added with.
struct platform_ready {
    uint64_t token;
    uint32_t events;
};
#define PLATFORM_READABLE 0x001u
#define PLATFORM_WRITABLE 0x004u
#define PLATFORM_ERROR 0x008u
#define PLATFORM_HANG_UP 0x010u

int platform_epoll_create(void);
int platform_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token);
int platform_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t token);
int platform_epoll_remove(int epoll, int descriptor);
/// Waits up to `milliseconds` (-1: for ever); answers how many reports it stored.
int platform_epoll_wait(int epoll, struct platform_ready *reports, int capacity, int milliseconds);

// Descriptors that epoll can wait for: all non-blocking and close-on-exec.
int platform_timer_create(void);
/// Monotonic nanoseconds; 0 disarms.
int platform_timer_set(int timer, int64_t nanoseconds);
int platform_event_create(void);
/// Async-signal-safe.
void platform_event_raise(int event);
/// Empties a timer, event or signal descriptor.
void platform_drain(int descriptor);
/// Catches the signals, for one reader in the process, and opens a descriptor that reads their numbers.
int platform_signals_open(const int *signals, int count);
/// The number of the next signal; 0 when there is none.
int platform_signals_read(int descriptor);
/// Gives the signals their default action back.
void platform_signals_close(int descriptor, const int *signals, int count);

// Sockets: non-blocking and close-on-exec. Addresses and ports are in host byte order.
int platform_tcp_socket(void);
int platform_udp_socket(void);
int platform_bind(int socket, uint32_t address, uint16_t port);
/// Binds the address and leaves the port to `platform_connect`.
int platform_bind_source(int socket, uint32_t address);
int platform_connect(int socket, uint32_t address, uint16_t port);
int platform_listen(int socket, int backlog);
int platform_accept(int socket, uint32_t *address, uint16_t *port);
int platform_local_name(int socket, uint32_t *address, uint16_t *port);
int platform_reuse_address(int socket);
int platform_no_delay(int socket);
/// `close` will send RST.
int platform_abort_on_close(int socket);
/// The pending error of a socket, cleared by asking.
int platform_socket_error(int socket);
ssize_t platform_send(int socket, const void *bytes, size_t count);
ssize_t platform_send_to(int socket, const void *bytes, size_t count, uint32_t address, uint16_t port);
ssize_t platform_receive_from(int socket, void *bytes, size_t count, uint32_t *address, uint16_t *port);

// Abstract Unix stream sockets; `name` without the leading zero byte.
int platform_local_listen(const char *name, size_t length, int backlog);
int platform_local_accept(int socket);
int platform_local_connect(const char *name, size_t length);
int platform_peer_user(int socket, uid_t *user);

// Serial lines.
int platform_open_tty(const char *path);
int platform_open_pseudo_terminal(char *path, size_t capacity);
int platform_claim_tty(int descriptor);
void platform_release_tty(int descriptor);
/// Raw, 8 bits unless told otherwise; VMIN 1, so that a read of 0 bytes means hang-up. `speed` is a Bxxx constant.
void platform_make_raw(struct termios *settings, tcflag_t speed, int dataBits, char parity, int stopBits, int hardwareFlow);
/// The Bxxx constant of a rate in bit/s; 0 when there is none.
tcflag_t platform_speed(uint32_t rate);

#endif
