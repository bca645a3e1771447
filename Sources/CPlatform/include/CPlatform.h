// What Swift's Glibc overlay does not import or imports poorly: epoll, pty and termios calls.
#ifndef CPLATFORM_H
#define CPLATFORM_H
#endif
