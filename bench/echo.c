// The stub at the far end: answers each tools/call with the message it carries, and initialize with the least that is valid.
// It reads on while its answers drain and writes the answers to everything that one read brought in one write, so that what
// is measured is the way to it and not the stub.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { most_unwritten = 2 << 20 };

struct bytes { char *data; size_t length, capacity; };

static void reserve(struct bytes *b, size_t more)
{
    if (b->capacity - b->length >= more) return;
    b->capacity = 2 * b->capacity + more;
    b->data = realloc(b->data, b->capacity);
    if (!b->data) { perror("echo"); exit(1); }
}

static void append(struct bytes *b, const char *data, size_t length)
{
    reserve(b, length);
    memcpy(b->data + b->length, data, length);
    b->length += length;
}

static void append_text(struct bytes *b, const char *text) { append(b, text, strlen(text)); }

static void answer(struct bytes *out, const char *line, size_t length)
{
    static const char key_id[] = "\"id\":", key_message[] = "\"message\":\"", tail[] = "\"}}}";
    const char *id = memmem(line, length < 64 ? length : 64, key_id, sizeof key_id - 1);
    if (!id) return; // a notification
    id += sizeof key_id - 1;
    const char *id_end = memchr(id, ',', (size_t)(line + length - id));
    if (!id_end) return;

    append_text(out, "{\"jsonrpc\":\"2.0\",\"id\":");
    append(out, id, (size_t)(id_end - id));
    const char *message = memmem(id_end, (size_t)(line + length - id_end), key_message, sizeof key_message - 1);
    if (message) {
        message += sizeof key_message - 1;
        append_text(out, ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"");
        append(out, message, (size_t)(line + length - (sizeof tail - 1) - message));
        append_text(out, "\"}]}}\n");
    } else {
        append_text(out, ",\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                         "\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}}\n");
    }
}

// Answers every whole line among what was read and keeps the rest; only the last `fresh` bytes can hold a newline.
static void answer_lines(struct bytes *in, size_t fresh, struct bytes *out)
{
    const char *start = in->data, *end = in->data + in->length, *from = end - fresh, *newline;
    while ((newline = memchr(from, '\n', (size_t)(end - from)))) {
        answer(out, start, (size_t)(newline - start));
        start = from = newline + 1;
    }
    in->length = (size_t)(end - start);
    memmove(in->data, start, in->length);
}

static void read_some(struct bytes *in, struct bytes *out, int *open)
{
    reserve(in, 1 << 16);
    ssize_t n = read(STDIN_FILENO, in->data + in->length, in->capacity - in->length);
    if (n < 0) { perror("echo: read"); exit(1); }
    if (n == 0) *open = 0;
    in->length += (size_t)n;
    answer_lines(in, (size_t)n, out);
}

static void write_some(struct bytes *out, size_t *written)
{
    ssize_t n = write(STDOUT_FILENO, out->data + *written, out->length - *written);
    if (n < 0 && errno != EAGAIN) { perror("echo: write"); exit(1); }
    if (n > 0) *written += (size_t)n;
    if (*written == out->length) *written = out->length = 0;
}

int main(void)
{
    struct bytes in = {0}, out = {0};
    size_t written = 0;
    int open = 1;
    fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK);
    while (open || out.length > 0) {
        // One read may bring at most one large frame to an end, so a full buffer is no more than a few of them.
        int reading = open && out.length < most_unwritten;
        struct pollfd ready[] = {{.fd = reading ? STDIN_FILENO : -1, .events = POLLIN},
                                 {.fd = out.length > 0 ? STDOUT_FILENO : -1, .events = POLLOUT}};
        if (poll(ready, 2, -1) < 0) { perror("echo: poll"); return 1; }
        if (ready[0].revents) read_some(&in, &out, &open);
        if (out.length > 0) write_some(&out, &written);
    }
}
