#define _GNU_SOURCE
#include "CPingPong.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static const char command[] = "AT\r", answer[] = "\r\r\nOK\r\n";

/* Reads exactly `wanted` bytes. */
static int take(int descriptor, size_t wanted) {
    char bytes[64];
    while (wanted > 0) {
        ssize_t got = read(descriptor, bytes, wanted < sizeof bytes ? wanted : sizeof bytes);
        if (got <= 0) return -1;
        wanted -= (size_t)got;
    }
    return 0;
}

static void answer_all(int descriptor, int count) {
    for (int i = 0; i < count; i++) {
        if (take(descriptor, sizeof command - 1) != 0) break;
        if (write(descriptor, answer, sizeof answer - 1) < 0) break;
    }
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Opens a terminal that passes bytes as they are. */
static int open_raw(const char *name) {
    int client = open(name, O_RDWR | O_NOCTTY);
    struct termios raw;
    if (client < 0 || tcgetattr(client, &raw) != 0) return -1;
    cfmakeraw(&raw);
    tcsetattr(client, TCSANOW, &raw);
    return client;
}

/* The host's loop: nanoseconds, or -1. */
static long long ask_all(int client, int count, size_t answer_length) {
    long long before = now();
    for (int i = 0; i < count; i++) {
        if (write(client, command, sizeof command - 1) < 0 || take(client, answer_length) != 0) return -1;
    }
    return now() - before;
}

long long ping_pong(int count) {
    char name[64];
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name, sizeof name) != 0) return -1;
    int client = open_raw(name);
    if (client < 0) return -1;
    pid_t child = fork();
    if (child == 0) {
        answer_all(master, count);
        _exit(0);
    }
    long long nanoseconds = child < 0 ? -1 : ask_all(client, count, sizeof answer - 1);
    close(client);
    close(master);
    if (child > 0) waitpid(child, NULL, 0);
    return nanoseconds;
}

long long ping_pong_with(const char *terminal, int count) {
    int client = open_raw(terminal);
    if (client < 0) return -1;
    long long nanoseconds = ask_all(client, count, sizeof command - 1 + sizeof answer - 2);
    close(client);
    return nanoseconds;
}
