namespace McpBox.Posix.Files;

/// <summary>
/// Debian and Ubuntu give each user a group of their own and a umask of 002, so that their files are writable by a group of one. Such a
/// file is still nobody else's to change.
/// </summary>
public static class PrivateGroup
{
    /// <summary>Judged by /etc/passwd and /etc/group; a group from elsewhere (LDAP) counts as shared.</summary>
    public static bool IsOf(uint user, uint group)
    {
        try
        {
            return IsOf(user, group, File.ReadLines("/etc/passwd"), File.ReadLines("/etc/group"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be known is not believed.
            return false;
        }
    }

    /// <summary>passwd(5): name:password:uid:gid:…; group(5): name:password:gid:member,member.</summary>
    public static bool IsOf(uint user, uint group, IEnumerable<string> passwd, IEnumerable<string> groups)
    {
        var (uid, gid) = ($"{user}", $"{group}");
        var owners = passwd.Select(line => line.Split(':')).Where(fields => fields.Length > 3 && fields[3] == gid).ToList();
        var members = groups.Select(line => line.Split(':')).Where(fields => fields.Length > 3 && fields[2] == gid).ToList();
        return owners.Count > 0
            && owners.TrueForAll(fields => fields[2] == uid)
            && members.Count == 1
            && members[0][3].Split(',', StringSplitOptions.RemoveEmptyEntries).All(member => owners.Exists(fields => fields[0] == member));
    }
}
