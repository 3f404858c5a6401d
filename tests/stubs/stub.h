/* What every stub server shares: lines in, answers out, and nothing buffered behind the test's back. Each stub is one misbehaviour. */
#ifndef MCPBOX_STUB_H
#define MCPBOX_STUB_H

#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Writes everything, or ends the stub: its reader is gone. */
static inline void put(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = write(fd, at, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            _exit(99);
        at += n;
        length -= (size_t)n;
    }
}

static inline void say(const char *text) { put(STDOUT_FILENO, text, strlen(text)); }

static inline void complain(const char *text) { put(STDERR_FILENO, text, strlen(text)); }

/* The next line of stdin with its line feed, or NULL at the end. The memory is reused by the next call. */
static inline char *next_line(void)
{
    static char *line;
    static size_t room;
    return getline(&line, &room, stdin) < 0 ? NULL : line;
}

/* The raw JSON token behind the first "id": of a line; NULL for a notification. Enough for what the tests send. */
static inline const char *id_of(const char *line)
{
    static char id[128];
    const char *at = strstr(line, "\"id\":");
    if (at == NULL)
        return NULL;
    at += 5;
    size_t n = strcspn(at, ",}\r\n");
    if (n >= sizeof id)
        return NULL;
    memcpy(id, at, n);
    id[n] = '\0';
    return id;
}

/* An answer to the line's request, without a line end. False for a notification. */
static inline bool answer(const char *line)
{
    const char *id = id_of(line);
    if (id == NULL)
        return false;
    char text[256];
    int n = snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{}}", id);
    put(STDOUT_FILENO, text, (size_t)n);
    return true;
}

/* An answer of its own line. */
static inline void answer_line(const char *line)
{
    if (answer(line))
        say("\n");
}

/* Waits for the first line and answers it, so that the test knows that the stub is up. */
static inline void greet(void)
{
    char *line = next_line();
    if (line != NULL)
        answer_line(line);
}

/* Stays until a signal ends it. */
static inline void stay(void)
{
    for (;;)
        pause();
}

static inline void wait_milliseconds(long milliseconds)
{
    struct timespec left = { milliseconds / 1000, milliseconds % 1000 * 1000000 };
    while (nanosleep(&left, &left) < 0 && errno == EINTR) {
    }
}

#endif
