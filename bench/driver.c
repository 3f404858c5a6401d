// The load generator: starts one subject with pipes for stdin and stdout, says initialize, puts one load on it and prints
// what it measured, a "metric value" pair a line. Every answer is checked: its id, and with it order and number.
//
//   driver trips COUNT SIZE -- COMMAND ARGS…     one request at a time: p50_us, p99_us
//   driver stream COUNT SIZE -- COMMAND ARGS…    as many in flight as the pipes hold: answers_per_s, mb_per_s
//   driver start -- COMMAND ARGS…                from before the start to the first byte of an answer: first_byte_ms
//   driver idle -- COMMAND ARGS…                 two seconds after initialize: rss_kib, pss_kib of the command's own process
//
// and, for every load, of the command and the processes under it: peak_kib, the most memory that one of them ever held, and
// cpu_ms, what they used together, which says more than the clock on a busy machine.
// SIZE is a request's length in bytes, newline included. 1 MB is 1 000 000 bytes, counted one way.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { first_id = 10000000, id_digits = 8, chunk = 1 << 16, warm_up = 1000 };

static const char request_head[] = "{\"jsonrpc\":\"2.0\",\"id\":";
static const char request_middle[] = ",\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"message\":\"";
static const char request_tail[] = "\"}}}\n";
static const char initialize[] =
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
    "\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}\n";
static const char initialized[] = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n";

struct subject { pid_t pid; int in, out; };
struct reader { int fd; char *data; size_t start, scanned, end, capacity; };
struct line { const char *data; size_t length; };

static void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("driver: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct subject start(char **command)
{
    int in[2], out[2];
    struct subject s;
    posix_spawn_file_actions_t actions;
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC)) die("pipe: %s", strerror(errno));
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    int error = posix_spawnp(&s.pid, command[0], &actions, NULL, command, environ);
    if (error) die("%s: %s", command[0], strerror(error));
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    s.in = in[1];
    s.out = out[0];
    return s;
}

static double milliseconds(struct timeval t) { return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3; }

// A subject that does not end well was not measured well. The peak is that of the largest process it waited for, or its own.
static void end(struct subject s)
{
    int status;
    struct rusage usage;
    close(s.in);
    if (wait4(s.pid, &status, 0, &usage) != s.pid || status != 0) die("the subject ended with status %#x", status);
    close(s.out);
    printf("peak_kib %ld\ncpu_ms %.1f\n", usage.ru_maxrss, milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime));
}

static void write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);
        if (n < 0) die("write: %s", strerror(errno));
        data += n;
        length -= (size_t)n;
    }
}

static void make_room(struct reader *r)
{
    if (r->capacity - r->end >= chunk) return;
    memmove(r->data, r->data + r->start, r->end - r->start);
    r->scanned -= r->start;
    r->end -= r->start;
    r->start = 0;
    if (r->capacity - r->end >= chunk) return;
    r->capacity = 2 * r->capacity + 2 * chunk;
    r->data = realloc(r->data, r->capacity);
    if (!r->data) die("out of memory");
}

static void fill(struct reader *r)
{
    make_room(r);
    ssize_t n = read(r->fd, r->data + r->end, r->capacity - r->end);
    if (n < 0) die("read: %s", strerror(errno));
    if (n == 0) die("the subject closed its stdout");
    r->end += (size_t)n;
}

// The next whole line that has been read, its newline included.
static int take(struct reader *r, struct line *line)
{
    char *newline = r->end > r->scanned ? memchr(r->data + r->scanned, '\n', r->end - r->scanned) : NULL;
    if (!newline) {
        r->scanned = r->end;
        return 0;
    }
    line->data = r->data + r->start;
    line->length = (size_t)(newline + 1 - line->data);
    r->start = r->scanned = (size_t)(newline + 1 - r->data);
    return 1;
}

static long id_of(struct line line)
{
    static const char key[] = "\"id\":";
    const char *near = memmem(line.data, line.length < 64 ? line.length : 64, key, sizeof key - 1);
    // Some servers put the id last.
    const char *at = near ? near : memmem(line.data, line.length, key, sizeof key - 1);
    return at ? strtol(at + sizeof key - 1, NULL, 10) : -1;
}

static struct line await_answer(struct reader *r, long id)
{
    struct line line;
    for (;;) {
        while (!take(r, &line)) fill(r);
        long got = id_of(line);
        if (got == id) return line;
        if (got >= 0) die("expected the answer to %ld, got %.*s", id, (int)(line.length < 200 ? line.length : 200), line.data);
        // Without an id it is a notification, which a server may send at any time.
    }
}

static void handshake(struct subject s, struct reader *r)
{
    write_all(s.in, initialize, sizeof initialize - 1);
    await_answer(r, 1);
    write_all(s.in, initialized, sizeof initialized - 1);
}

static char *make_request(size_t size)
{
    size_t fixed = sizeof request_head - 1 + id_digits + sizeof request_middle - 1 + sizeof request_tail - 1;
    if (size < fixed) die("a request has at least %zu bytes", fixed);
    char *request = malloc(size + 1);
    if (!request) die("out of memory");
    char *at = stpcpy(request, request_head);
    at = stpcpy(at + sprintf(at, "%d", first_id), request_middle);
    memset(at, 'x', size - fixed);
    memcpy(at + (size - fixed), request_tail, sizeof request_tail);
    return request;
}

static void set_id(char *request, long id)
{
    for (char *digit = request + sizeof request_head - 1 + id_digits - 1; id > 0; id /= 10) *digit-- = (char)('0' + id % 10);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void trips(struct subject s, struct reader *r, long count, size_t size)
{
    char *request = make_request(size);
    double *times = calloc((size_t)count, sizeof *times);
    if (!times) die("out of memory");
    handshake(s, r);
    for (long i = -warm_up; i < count; i++) {
        long id = first_id + warm_up + i;
        set_id(request, id);
        double before = now();
        write_all(s.in, request, size);
        await_answer(r, id);
        if (i >= 0) times[i] = (now() - before) * 1e6;
    }
    qsort(times, (size_t)count, sizeof *times, ascending);
    printf("p50_us %.2f\np99_us %.2f\n", times[count / 2], times[count * 99 / 100]);
}

// What is to be written: whole requests, as many as fit in one chunk, at least one.
struct batch { char *data; size_t size, at, length; long next, count; };

static void refill(struct batch *b)
{
    size_t fit = b->size < chunk ? chunk / b->size : 1;
    b->at = b->length = 0;
    for (; fit > 0 && b->next < b->count; fit--, b->next++, b->length += b->size) set_id(b->data + b->length, first_id + b->next);
}

static void pump(int fd, struct batch *b)
{
    if (b->at == b->length) refill(b);
    if (b->at == b->length) return;
    ssize_t n = write(fd, b->data + b->at, b->length - b->at);
    if (n < 0 && errno != EAGAIN) die("write: %s", strerror(errno));
    if (n > 0) b->at += (size_t)n;
}

static struct batch make_batch(long count, size_t size)
{
    size_t fit = size < chunk ? chunk / size : 1;
    struct batch b = {.data = malloc(fit * size), .size = size, .count = count};
    char *request = make_request(size);
    if (!b.data) die("out of memory");
    for (size_t i = 0; i < fit; i++) memcpy(b.data + i * size, request, size);
    free(request);
    return b;
}

static void stream(struct subject s, struct reader *r, long count, size_t size)
{
    struct batch batch = make_batch(count, size);
    struct line line;
    long answered = 0;
    handshake(s, r);
    fcntl(s.in, F_SETFL, O_NONBLOCK);
    double before = now();
    while (answered < count) {
        int writing = batch.at < batch.length || batch.next < count;
        struct pollfd ready[] = {{.fd = s.out, .events = POLLIN}, {.fd = writing ? s.in : -1, .events = POLLOUT}};
        if (poll(ready, 2, -1) < 0) die("poll: %s", strerror(errno));
        if (ready[1].revents) pump(s.in, &batch);
        if (!ready[0].revents) continue;
        fill(r);
        while (take(r, &line)) {
            long id = id_of(line);
            if (id >= 0 && id != first_id + answered++) die("expected the answer to %ld, got %ld", first_id + answered - 1, id);
        }
    }
    double took = now() - before;
    printf("answers_per_s %.0f\nmb_per_s %.1f\n", (double)count / took, (double)count * (double)size / took / 1e6);
}

static void idle(struct subject s, struct reader *r)
{
    char path[64], text[256];
    long kib;
    handshake(s, r);
    sleep(2);
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)s.pid);
    FILE *file = fopen(path, "r");
    if (!file) die("%s: %s", path, strerror(errno));
    while (fgets(text, sizeof text, file)) {
        if (sscanf(text, "Rss: %ld kB", &kib) == 1) printf("rss_kib %ld\n", kib);
        if (sscanf(text, "Pss: %ld kB", &kib) == 1) printf("pss_kib %ld\n", kib);
    }
    fclose(file);
}

int main(int argc, char **argv)
{
    int dashes = 1;
    while (dashes < argc && strcmp(argv[dashes], "--")) dashes++;
    if (dashes + 1 >= argc || dashes < 2) die("usage: driver trips|stream COUNT SIZE -- COMMAND…, driver start|idle -- COMMAND…");
    const char *load = argv[1];
    long count = dashes == 4 ? atol(argv[2]) : 0;
    size_t size = dashes == 4 ? (size_t)atol(argv[3]) : 0;

    signal(SIGPIPE, SIG_IGN);
    alarm(300); // a subject that hangs fails the benchmark
    double before = now();
    struct subject s = start(argv + dashes + 1);
    struct reader r = {.fd = s.out};
    if (!strcmp(load, "start")) {
        write_all(s.in, initialize, sizeof initialize - 1);
        fill(&r);
        printf("first_byte_ms %.3f\n", (now() - before) * 1e3);
    }
    else if (!strcmp(load, "idle")) idle(s, &r);
    else if (!strcmp(load, "trips") && count > 0) trips(s, &r, count, size);
    else if (!strcmp(load, "stream") && count > 0) stream(s, &r, count, size);
    else die("no load %s", load);
    end(s);
}
