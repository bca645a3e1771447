// The baseline of the pseudo-terminal benchmark: what two plain C loops exchange.
#ifndef CPINGPONG_H
#define CPINGPONG_H

/// Exchanges `count` times a three-byte command for an eight-byte answer over a pseudo-terminal, with a second process.
/// Returns the nanoseconds that it took; negative when something failed.
long long ping_pong(int count);

#endif
