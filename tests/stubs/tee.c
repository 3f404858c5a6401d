/*
 * tee DIRECTORY NAME COMMAND [ARG...]: runs COMMAND and keeps what goes past, byte for byte, in DIRECTORY/NAME.in (towards the command)
 * and DIRECTORY/NAME.out (from it). Ends as the command ends. One recorder for either end of mcpbox, and it knows nothing of mcpbox.
 */
#include "stub.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/wait.h>

struct lane {
    int from;
    int to;
    int file;
};

static int record(const char *directory, const char *name, const char *suffix)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.%s", directory, name, suffix);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) {
        fprintf(stderr, "tee: %s: %s\n", path, strerror(errno));
        exit(97);
    }
    return file;
}

/* False once the reader is gone. */
static bool pass(int to, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(to, bytes, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        length -= (size_t)n;
    }
    return true;
}

static void *run(void *argument)
{
    struct lane *lane = argument;
    char *buffer = malloc(1 << 16);
    ssize_t n;
    while ((n = read(lane->from, buffer, 1 << 16)) > 0) {
        put(lane->file, buffer, (size_t)n);
        if (!pass(lane->to, buffer, (size_t)n))
            break;
    }
    close(lane->to);
    close(lane->from);
    free(buffer);
    return NULL;
}

int main(int argc, char **argv)
{
    int down[2], up[2];
    if (argc < 4) {
        complain("usage: tee DIRECTORY NAME COMMAND [ARG...]\n");
        return 97;
    }
    struct lane in = { .from = dup(STDIN_FILENO), .file = record(argv[1], argv[2], "in") };
    struct lane out = { .to = dup(STDOUT_FILENO), .file = record(argv[1], argv[2], "out") };
    if (pipe2(down, O_CLOEXEC) < 0 || pipe2(up, O_CLOEXEC) < 0)
        return 97;
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(down[0], STDIN_FILENO);
        dup2(up[1], STDOUT_FILENO);
        close(in.from);
        close(out.to);
        execvp(argv[3], argv + 3);
        fprintf(stderr, "tee: %s: %s\n", argv[3], strerror(errno));
        _exit(127);
    }
    close(down[0]);
    close(up[1]);
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    signal(SIGPIPE, SIG_IGN);
    in.to = down[1];
    out.from = up[0];
    pthread_t in_thread, out_thread;
    if (pthread_create(&in_thread, NULL, run, &in) != 0 || pthread_create(&out_thread, NULL, run, &out) != 0)
        return 97;
    pthread_join(out_thread, NULL); /* Everything the command said is on its way before its end is told. */
    int status;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        signal(WTERMSIG(status), SIG_DFL);
        raise(WTERMSIG(status));
        return 128 + WTERMSIG(status); /* As pid 1 of a namespace a signal to itself does nothing. */
    }
    return WEXITSTATUS(status);
}
