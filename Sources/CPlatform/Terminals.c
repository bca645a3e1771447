#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
// Terminals with the kernel's own record, since the C library's knows only the rates that have a name. The two exclude each other.
#include <asm/termbits.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "CPlatform.h"

_Static_assert(sizeof(struct termios2) <= sizeof(struct platform_tty_modes), "room for the kernel's record");
_Static_assert(PLATFORM_DTR == TIOCM_DTR && PLATFORM_RTS == TIOCM_RTS && PLATFORM_CTS == TIOCM_CTS, "the kernel's own numbers");
_Static_assert(PLATFORM_DCD == TIOCM_CAR && PLATFORM_RI == TIOCM_RNG && PLATFORM_DSR == TIOCM_DSR, "the kernel's own numbers");

int platform_is_pseudo_terminal(int descriptor) {
    char path[64];
    return ttyname_r(descriptor, path, sizeof path) == 0 && strncmp(path, "/dev/pts/", 9) == 0;
}

int platform_tty_get(int descriptor, struct platform_tty_modes *modes) {
    struct termios2 record;
    int result = ioctl(descriptor, TCGETS2, &record);
    if (result == 0) memcpy(modes, &record, sizeof record);
    return result;
}

int platform_tty_set(int descriptor, const struct platform_tty_modes *modes) {
    struct termios2 record;
    memcpy(&record, modes, sizeof record);
    return ioctl(descriptor, TCSETS2, &record);
}

static const tcflag_t format_flags = CSIZE | PARENB | PARODD | CMSPAR | CSTOPB;

static int format(const struct platform_tty_settings *settings, tcflag_t *flags) {
    switch (settings->data_bits) {
    case 5: *flags = CS5; break;
    case 6: *flags = CS6; break;
    case 7: *flags = CS7; break;
    case 8: *flags = CS8; break;
    default: return -1;
    }
    switch (settings->parity) {
    case 'N': break;
    case 'E': *flags |= PARENB; break;
    case 'O': *flags |= PARENB | PARODD; break;
    case 'S': *flags |= PARENB | CMSPAR; break;
    case 'M': *flags |= PARENB | PARODD | CMSPAR; break;
    default: return -1;
    }
    if (settings->stop_bits == 2) *flags |= CSTOPB;
    return settings->stop_bits == 1 || settings->stop_bits == 2 ? 0 : -1;
}

int platform_tty_apply(int descriptor, const struct platform_tty_settings *settings) {
    struct termios2 record;
    tcflag_t flags = 0;
    if (format(settings, &flags) < 0) {
        errno = EINVAL;
        return -1;
    }
    if (ioctl(descriptor, TCGETS2, &record) < 0) return -1;
    record.c_iflag = settings->flow == 'X' ? IXON | IXOFF : 0;
    record.c_oflag = 0;
    record.c_lflag = 0;
    record.c_cflag &= ~(format_flags | CRTSCTS);
    record.c_cflag |= flags | CLOCAL | CREAD;
    if (settings->flow == 'R') record.c_cflag |= CRTSCTS;
    record.c_cc[VMIN] = 1;
    record.c_cc[VTIME] = 0;
    // DC1 and DC3 (V.250 6.2.12).
    record.c_cc[VSTART] = 0x11;
    record.c_cc[VSTOP] = 0x13;
    if (settings->rate != 0) {
        record.c_cflag &= ~(tcflag_t)(CBAUD | CBAUD << IBSHIFT);
        record.c_cflag |= BOTHER | BOTHER << IBSHIFT;
        record.c_ispeed = settings->rate;
        record.c_ospeed = settings->rate;
    }
    return ioctl(descriptor, TCSETS2, &record);
}

int platform_tty_check(int descriptor, const struct platform_tty_settings *settings, uint32_t *rate) {
    struct termios2 record;
    tcflag_t flags = 0;
    if (ioctl(descriptor, TCGETS2, &record) < 0 || format(settings, &flags) < 0) return 'f';
    *rate = record.c_ospeed;
    // A receiver that samples in the middle of the bits bears an error of 5 % over a character of 10; half of it is the modem's.
    uint64_t difference = record.c_ospeed > settings->rate ? record.c_ospeed - settings->rate : settings->rate - record.c_ospeed;
    if (difference * 40 > settings->rate) return 'r';
    if ((record.c_cflag & format_flags) != flags) return 'f';
    return ((record.c_cflag & CRTSCTS) != 0) == (settings->flow == 'R') ? 0 : 'h';
}

int platform_signals_get(int descriptor, int *signals) { return ioctl(descriptor, TIOCMGET, signals); }
int platform_signals_set(int descriptor, int signal, int on) { return ioctl(descriptor, on ? TIOCMBIS : TIOCMBIC, &signal); }
int platform_break_set(int descriptor, int on) { return ioctl(descriptor, on ? TIOCSBRK : TIOCCBRK); }

int platform_tty_unsent(int descriptor) {
    int count = 0;
    return ioctl(descriptor, TIOCOUTQ, &count) < 0 ? 0 : count;
}
