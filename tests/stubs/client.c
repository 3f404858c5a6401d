/* client COMMAND [ARG...]: starts COMMAND with pipes as an MCP client does, sends one request, prints the answer, and stays. */
#include "stub.h"

int main(int argc, char **argv)
{
    int down[2], up[2];
    if (argc < 2 || pipe(down) < 0 || pipe(up) < 0)
        return 97;
    if (fork() == 0) {
        dup2(down[0], STDIN_FILENO);
        dup2(up[1], STDOUT_FILENO);
        for (int i = 0; i < 2; i++) {
            close(down[i]);
            close(up[i]);
        }
        execv(argv[1], argv + 1);
        _exit(98);
    }
    close(down[0]);
    close(up[1]);
    static const char request[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n";
    put(down[1], request, sizeof request - 1);
    for (char byte = 0; byte != '\n' && read(up[0], &byte, 1) == 1;)
        put(STDOUT_FILENO, &byte, 1);
    stay();
}
