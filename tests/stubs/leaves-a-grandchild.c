/* leaves-a-grandchild MARKER: forks a grandchild in a session of its own, with no streams and with MARKER on its command line; then behaves. */
#include "stub.h"

int main(int argc, char **argv)
{
    if (argc == 3) /* The grandchild, started anew so that its command line carries the marker. */
        stay();
    if (argc < 2)
        return 2;
    if (fork() == 0) {
        setsid();
        if (fork() != 0)
            _exit(0);
        signal(SIGTERM, SIG_IGN);
        signal(SIGHUP, SIG_IGN);
        close(STDIN_FILENO);
        close(STDOUT_FILENO);
        close(STDERR_FILENO);
        execl("/proc/self/exe", "grandchild", argv[1], "stay", (char *)NULL);
        _exit(98);
    }
    for (char *line; (line = next_line()) != NULL;)
        answer_line(line);
    return 0;
}
