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

long long ping_pong(int count) {
    char name[64];
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, name, sizeof name) != 0) return -1;
    int client = open(name, O_RDWR | O_NOCTTY);
    struct termios raw;
    if (client < 0 || tcgetattr(client, &raw) != 0) return -1;
    cfmakeraw(&raw);
    tcsetattr(client, TCSANOW, &raw);
    pid_t child = fork();
    if (child == 0) {
        answer_all(master, count);
        _exit(0);
    }
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    int failed = child < 0;
    for (int i = 0; i < count && !failed; i++) {
        failed = write(client, command, sizeof command - 1) < 0 || take(client, sizeof answer - 1) != 0;
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    close(client);
    close(master);
    if (child > 0) waitpid(child, NULL, 0);
    if (failed) return -1;
    return (after.tv_sec - before.tv_sec) * 1000000000LL + (after.tv_nsec - before.tv_nsec);
}
