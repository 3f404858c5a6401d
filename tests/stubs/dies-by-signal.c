/* dies-by-signal NUMBER: answers one request; at the next it dies by that signal. */
#include "stub.h"
#include <sys/resource.h>

int main(int argc, char **argv)
{
    struct rlimit no_core = { 0, 0 };
    setrlimit(RLIMIT_CORE, &no_core);
    greet();
    next_line();
    raise(argc > 1 ? atoi(argv[1]) : SIGABRT);
    return 98; /* A signal that does not end it is the test's mistake. */
}
