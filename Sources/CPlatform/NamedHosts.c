#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CPlatform.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

_Static_assert(sizeof(struct sockaddr_storage) <= sizeof((struct platform_address){0}.opaque), "room for any address");

int platform_resolve(const char *host, uint16_t port, struct platform_address *addresses, int capacity, int *error) {
    char service[8];
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV}, *found = NULL;
    snprintf(service, sizeof service, "%u", (unsigned)port);
    *error = getaddrinfo(host, service, &hints, &found);
    if (*error != 0) return -1;
    int count = 0;
    for (struct addrinfo *entry = found; entry != NULL && count < capacity; entry = entry->ai_next) {
        if (entry->ai_addrlen > sizeof addresses[count].opaque) continue;
        memcpy(addresses[count].opaque, entry->ai_addr, entry->ai_addrlen);
        addresses[count].length = entry->ai_addrlen;
        addresses[count].family = entry->ai_family;
        count++;
    }
    freeaddrinfo(found);
    return count;
}

const char *platform_resolve_error(int error) { return gai_strerror(error); }

int platform_connect_begin(const struct platform_address *address) {
    int descriptor = socket(address->family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    if (connect(descriptor, (const struct sockaddr *)address->opaque, address->length) == 0 || errno == EINPROGRESS) return descriptor;
    int saved = errno;
    close(descriptor);
    errno = saved;
    return -1;
}

int platform_keep_alive(int socket) {
    int on = 1, idle = 10, interval = 5, count = 3;
    if (setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on) < 0) return -1;
    if (setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle) < 0) return -1;
    if (setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval) < 0) return -1;
    return setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
}
