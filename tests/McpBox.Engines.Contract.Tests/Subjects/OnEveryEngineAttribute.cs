using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace McpBox.Engines.Contract.Tests.Subjects;

/// <summary>The rows of a sentence of the contract: every subject, but for those that <see cref="Exemptions"/> names for it.</summary>
/// <param name="values">What follows the subject in a row.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnEveryEngineAttribute(params object[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows = Enum.GetValues<Subject>()
            .Where(subject => Exemptions.Of(testMethod.Name, subject) is null)
            .Select(subject => (ITheoryDataRow)new TheoryDataRow([subject, .. values]));
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. rows]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
