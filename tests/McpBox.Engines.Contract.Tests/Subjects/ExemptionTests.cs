using System.Reflection;
using McpBox.Testing;

namespace McpBox.Engines.Contract.Tests.Subjects;

/// <summary>The list of what engines cannot do is exact.</summary>
public sealed class ExemptionTests
{
    private static readonly Dictionary<string, MethodInfo> Sentences = typeof(ExemptionTests).Assembly.GetTypes()
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(static method => method.GetCustomAttributes<OnEveryEngineAttribute>().Any())
        .ToDictionary(static method => method.Name, StringComparer.Ordinal);

    public static TheoryData<Subject, string> Listed
    {
        get
        {
            var data = new TheoryData<Subject, string>();
            foreach (var exemption in Exemptions.All.Where(static exemption => !ControlLines.Names.Contains(exemption.Sentence)))
                data.Add(exemption.Subject, exemption.Sentence);
            return data;
        }
    }

    /// <summary>Of the probe's lines it is shown beside them, in ControlTests.</summary>
    [Theory]
    [MemberData(nameof(Listed))]
    public void A_sentence_that_is_exempted_does_not_hold(Subject subject, string sentence)
    {
        var method = Sentences[sentence];
        var test = Activator.CreateInstance(method.DeclaringType!);
        Assert.Throws<TargetInvocationException>(() => method.Invoke(test, [subject, .. Rest(method)]));

        static object[] Rest(MethodInfo method) =>
            [.. method.GetParameters().Skip(1).Select(static parameter => parameter.ParameterType == typeof(int) ? (object)0 : "")];
    }

    [Fact]
    public void Every_exemption_has_a_reason_and_is_named_once()
    {
        Assert.All(Exemptions.All, static exemption => Assert.NotEmpty(exemption.Reason));
        Assert.Equal(Exemptions.All.Count, Exemptions.All.DistinctBy(static e => (e.Subject, e.Sentence, e.RunAs)).Count());
    }
}
