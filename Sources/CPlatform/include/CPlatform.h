// What Swift cannot call: variadic functions, function-like macros, and what Swift's Glibc module does not show.
// Every function answers as the system call does: -1 with errno, unless it says otherwise.
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stdint.h>
#include <sys/types.h>

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
/// For ICMP echo requests, whose identifier the system chooses (icmp(7)) or, where it lets the program do so, the program; then what is
/// received has the IP header before it.
int platform_echo_socket(int *has_header);
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
/// Bytes of a TCP socket that the other end has not acknowledged (tcp(7), SIOCOUTQ); a FIN may count as one.
int platform_unacknowledged(int socket);

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

/// How a terminal is driven, to be given back later: the kernel's own record, which Swift need not look into.
struct platform_tty_modes {
    uint64_t opaque[8];
};
struct platform_tty_settings {
    /// In bit/s; any rate. 0 leaves it as it is.
    uint32_t rate;
    /// 5 to 8.
    int data_bits;
    /// 'N', 'E', 'O', 'M' or 'S'.
    char parity;
    /// 1 or 2.
    int stop_bits;
    /// 'N' none, 'R' RTS/CTS, 'X' XON/XOFF.
    char flow;
};
int platform_tty_get(int descriptor, struct platform_tty_modes *modes);
int platform_tty_set(int descriptor, const struct platform_tty_modes *modes);
/// Raw, and as the settings say; VMIN 1, so that a read of 0 bytes means hang-up. EINVAL for settings that do not exist.
int platform_tty_apply(int descriptor, const struct platform_tty_settings *settings);
/// Reads back what the driver has made of the settings: 0 when they are in force, else a letter: 'r' rate, 'f' character format,
/// 'h' flow control. `rate`: the rate in force.
int platform_tty_check(int descriptor, const struct platform_tty_settings *settings, uint32_t *rate);
int platform_is_pseudo_terminal(int descriptor);

// The signals of a serial line.
#define PLATFORM_DTR 0x002
#define PLATFORM_RTS 0x004
#define PLATFORM_CTS 0x020
#define PLATFORM_DCD 0x040
#define PLATFORM_RI 0x080
#define PLATFORM_DSR 0x100
int platform_signals_get(int descriptor, int *signals);
int platform_signals_set(int descriptor, int signal, int on);
int platform_break_set(int descriptor, int on);
/// Bytes that the driver has still to send.
int platform_tty_unsent(int descriptor);

// Connections to hosts by name, over IPv4 or IPv6.
struct platform_address {
    uint64_t opaque[16];
    uint32_t length;
    int32_t family;
};
/// Stores up to `capacity` addresses and answers how many; -1 with what `platform_resolve_error` explains in `error`.
int platform_resolve(const char *host, uint16_t port, struct platform_address *addresses, int capacity, int *error);
const char *platform_resolve_error(int error);
/// A socket that has begun to connect: `errno` is EINPROGRESS or 0 where it may succeed; -1 when it has failed already.
int platform_connect_begin(const struct platform_address *address);
/// Finds out when the other host has vanished without a word.
int platform_keep_alive(int socket);

// Programs.
/// Runs `/bin/sh -c command` in a process group of its own. `line` (ours; non-blocking) is its standard input and output, `errors` (ours;
/// non-blocking) what it says on standard error. Answers its process number.
pid_t platform_spawn_shell(const char *command, int *line, int *errors);
/// Runs `/bin/sh -c command` in the folder, in a process group of its own, without input. `output` (ours; non-blocking) is what it says on
/// both standard streams. Answers its process number.
pid_t platform_spawn_command(const char *command, const char *folder, int *output);
/// A descriptor that becomes readable when the process has ended.
int platform_process_open(pid_t process);
/// Collects an ended process; answers its exit status, 128 and the signal that ended it, or -1.
int platform_process_collect(pid_t process);

#endif
