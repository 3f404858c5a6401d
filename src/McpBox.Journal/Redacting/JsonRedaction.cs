using System.Buffers;
using System.Text.Json;

namespace McpBox.Journal.Redacting;

/// <summary>Finds what is secret in a JSON value, in one pass over its tokens.</summary>
internal sealed class JsonRedaction(RedactionRules rules, KeyNames names, TextRedaction texts)
{
    /// <summary>Nesting that a record may embed (<see cref="JournalEntry.Embeddable"/>), and a level for the container itself.</summary>
    public const int MaxDepth = 258;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private readonly Level[] _levels = new Level[MaxDepth + 1];
    private readonly PathTracker _paths = new(rules.Paths, MaxDepth + 1);
    private readonly bool _hasSecrets = !rules.Secrets.IsEmpty;
    private int _depth;
    private bool _isEvent;

    /// <summary>Adds the secret runs of a frame, in order and without overlaps.</summary>
    /// <param name="isEvent">mcpbox's own record, in which <c>environment</c> lists variables and where their values come from.</param>
    /// <param name="limit">Stops when there are more runs than this.</param>
    /// <exception cref="JsonException">It is no JSON, or nested too deeply.</exception>
    public void Find(ReadOnlySpan<byte> json, bool isEvent, int limit, List<Run> runs)
    {
        (_depth, _isEvent) = (0, isEvent);
        _levels[0] = default;
        _paths.Start();
        var reader = new Utf8JsonReader(json, Options);
        while (reader.Read() && runs.Count <= limit)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    Name(json, ref reader, runs);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    _depth--;
                    break;
                default:
                    Value(json, ref reader, runs);
                    break;
            }
        }
    }

    private void Name(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, List<Run> runs)
    {
        var written = reader.ValueSpan;
        texts.Find(written, isJson: true, (int)reader.TokenStartIndex + 1, runs);
        if (!reader.ValueIsEscaped)
        {
            Decide(written);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(written.Length);
        Decide(rented.AsSpan(0, TextDecoding.Decode(written, TextCoding.Json, rented)));
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }

    /// <summary>What becomes of the value behind a name.</summary>
    private void Decide(ReadOnlySpan<byte> name)
    {
        ref var level = ref _levels[_depth];
        level.Next = default;
        if (level.Role == Role.Definition)
            level.Next = SchemaWords.Describe(name) || (_isEvent && name.SequenceEqual("source"u8)) ? new Fate(RoleBelow(name, level.Role), null) : new Fate(Role.None, Rules.Key);
        else if (names.IsSecret(name))
            level.Next = new Fate(level.Role == Role.Definitions ? Role.Definition : Role.None, Rules.Key);
        else
            level.Next = new Fate(RoleBelow(name, level.Role), null);
        if (!_paths.IsIdle && _paths.Enter(_depth, name, -1, isMessage: false))
            level.Next = new Fate(Role.None, Rules.Path);
    }

    private Role RoleBelow(ReadOnlySpan<byte> name, Role role) =>
        SchemaWords.Define(name) || (_isEvent && name.SequenceEqual("environment"u8)) ? Role.Definitions
        : role == Role.Definition && SchemaWords.Nest(name) ? Role.Definition
        : Role.None;

    private void Value(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, List<Run> runs)
    {
        ref var level = ref _levels[_depth];
        var fate = _depth == 0 ? default : level.IsArray ? Element(ref level, ref reader) : level.Next;
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            // What a schema says about a secret property is no secret.
            if (fate.Rule is not null && !(fate.Role == Role.Definition && reader.TokenType == JsonTokenType.StartObject))
            {
                reader.Skip();
                runs.Add(Whole(json[start..(int)reader.BytesConsumed], start, fate.Rule, quoted: true));
                return;
            }

            _levels[++_depth] = new Level { IsArray = reader.TokenType == JsonTokenType.StartArray, Role = fate.Role, IsBatch = _depth == 1 };
        }
        else if (reader.TokenType == JsonTokenType.String)
            Text(ref reader, fate, runs);
        else if (reader.TokenType == JsonTokenType.Number)
            Number(ref reader, fate, runs);
    }

    private Fate Element(ref Level level, ref Utf8JsonReader reader)
    {
        var fate = new Fate(level.Role, level.FollowsFlag && reader.TokenType == JsonTokenType.String && !reader.ValueSpan.StartsWith("-"u8) ? Rules.Key : null);
        level.FollowsFlag = reader.TokenType == JsonTokenType.String && reader.ValueSpan is [(byte)'-', ..] && !reader.ValueSpan.ContainsAny("= "u8) && names.IsSecret(reader.ValueSpan);
        var matched = !_paths.IsIdle && _paths.Enter(_depth, default, level.Index, isMessage: level.IsBatch);
        level.Index++;
        return matched ? new Fate(Role.None, Rules.Path) : fate;
    }

    private void Text(ref Utf8JsonReader reader, Fate fate, List<Run> runs)
    {
        var text = reader.ValueSpan;
        var start = (int)reader.TokenStartIndex + 1;
        if (text.IsEmpty)
            return;
        if (fate.Rule is null)
            texts.Find(text, isJson: true, start, runs);
        else if (!reader.ValueIsEscaped)
            runs.Add(Whole(text, start, fate.Rule, quoted: false));
        else
        {
            var rented = ArrayPool<byte>.Shared.Rent(text.Length);
            var unescaped = rented.AsSpan(0, TextDecoding.Decode(text, TextCoding.Json, rented));
            runs.Add(Whole(unescaped, start, fate.Rule, quoted: false) with { Length = text.Length });
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private void Number(ref Utf8JsonReader reader, Fate fate, List<Run> runs)
    {
        var number = reader.ValueSpan;
        var start = (int)reader.TokenStartIndex;
        if (fate.Rule is not null)
            runs.Add(Whole(number, start, fate.Rule, quoted: true));
        else if (_hasSecrets)
        {
            var before = runs.Count;
            texts.Find(number, isJson: false, start, runs);
            if (runs.Count == before)
                return;
            runs.RemoveRange(before + 1, runs.Count - before - 1);
            runs[before] = runs[before] with { Start = start, Length = number.Length, Quoted = true };
        }
    }

    private Run Whole(ReadOnlySpan<byte> value, int start, string rule, bool quoted) =>
        new(start, value.Length, rule, Marker.Hash(rules.HashKey.Span, value), quoted);

    /// <summary>What an object is in a JSON Schema, or in what is like one.</summary>
    private enum Role : byte
    {
        None,

        /// <summary>Its keys are names of properties that it defines.</summary>
        Definitions,

        /// <summary>It says what a property of a secret name is like.</summary>
        Definition,
    }

    /// <summary>What becomes of a value.</summary>
    /// <param name="Role">When it is a container that is gone into.</param>
    /// <param name="Rule">The rule that replaces it whole; null for none.</param>
    private readonly record struct Fate(Role Role, string? Rule);

    private struct Level
    {
        public bool IsArray;
        public bool IsBatch;
        public Role Role;
        public int Index;

        /// <summary>The element before is a command line's <c>--token</c>.</summary>
        public bool FollowsFlag;

        /// <summary>Of the value behind the name that was read.</summary>
        public Fate Next;
    }
}
