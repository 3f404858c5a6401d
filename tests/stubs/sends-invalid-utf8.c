/* Answers with a string that is not UTF-8. */
#include "stub.h"

int main(void)
{
    for (char *line; (line = next_line()) != NULL;) {
        const char *id = id_of(line);
        if (id == NULL)
            continue;
        say("{\"jsonrpc\":\"2.0\",\"id\":");
        say(id);
        say(",\"result\":{\"text\":\"\xC3\x28\xFF\xFE\"}}\n");
    }
    return 0;
}
