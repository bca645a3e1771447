// The baselines of the pseudo-terminal benchmark: what plain C loops exchange.
#ifndef CPINGPONG_H
#define CPINGPONG_H

/// Exchanges `count` times a three-byte command for an eight-byte answer over a pseudo-terminal, with a second process.
/// Returns the nanoseconds that it took; negative when something failed.
long long ping_pong(int count);

/// Exchanges `count` times the same command for the echo and the answer of the modem at the terminal.
/// Returns the nanoseconds that it took; negative when something failed.
long long ping_pong_with(const char *terminal, int count);

#endif
