#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CPlatform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int make_non_blocking(int descriptor) { return fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK); }

/// The descriptors are the program's standard ones; -1: /dev/null.
static int spawn(const char *command, const char *folder, int input, int output, int errors, pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    if (folder != NULL) posix_spawn_file_actions_addchdir_np(&actions, folder);
    if (input < 0)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    else
        posix_spawn_file_actions_adddup2(&actions, input, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_adddup2(&actions, errors, 2);
#ifdef __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 34)
    // Close-on-exec alone lets this process go on a little before the other has closed them: a port would still be taken.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
#endif
    posix_spawnattr_init(&attributes);
    // What this process blocks and ignores is no business of the program's.
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    char *const arguments[] = {"sh", "-c", (char *)command, NULL};
    int error = posix_spawn(process, "/bin/sh", &actions, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

pid_t platform_spawn_shell(const char *command, int *line, int *errors) {
    int ends[2], pipe_ends[2];
    pid_t process = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) return -1;
    int error = pipe2(pipe_ends, O_CLOEXEC) < 0 ? errno : 0;
    if (error == 0) {
        error = make_non_blocking(ends[0]) < 0 || make_non_blocking(pipe_ends[0]) < 0 ? errno : 0;
        if (error == 0) error = spawn(command, NULL, ends[1], ends[1], pipe_ends[1], &process);
        close(pipe_ends[1]);
        if (error != 0) close(pipe_ends[0]);
    }
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        errno = error;
        return -1;
    }
    *line = ends[0];
    *errors = pipe_ends[0];
    return process;
}

pid_t platform_spawn_command(const char *command, const char *folder, int *output) {
    int ends[2];
    pid_t process = -1;
    if (pipe2(ends, O_CLOEXEC) < 0) return -1;
    int error = make_non_blocking(ends[0]) < 0 ? errno : spawn(command, folder, -1, ends[1], ends[1], &process);
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        errno = error;
        return -1;
    }
    *output = ends[0];
    return process;
}

int platform_process_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int platform_process_collect(pid_t process) {
    int status = 0;
    pid_t ended;
    do ended = waitpid(process, &status, 0);
    while (ended < 0 && errno == EINTR);
    if (ended != process) return -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
