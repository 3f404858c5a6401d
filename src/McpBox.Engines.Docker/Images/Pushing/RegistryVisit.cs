using McpBox.Engines.Docker.Api;
using McpBox.Engines.Docker.Api.Endpoints;
using McpBox.Engines.Docker.Images.Credentials;
using McpBox.Sandbox;

namespace McpBox.Engines.Docker.Images.Pushing;

/// <summary>One conversation with the registry of a reference, with the credentials that <c>docker login</c> left for it.</summary>
internal static class RegistryVisit
{
    /// <exception cref="SandboxException">MB2219, MB2220, MB2227, MB6611 to MB6613.</exception>
    public static T To<T>(string reference, string actions, IReadOnlyDictionary<string, string> environment, string home, Func<ImageReference, RegistryTalk, T> visit)
    {
        try
        {
            var target = ImageReference.Parse(reference);
            var folder = DockerFolder.Of(environment, home);
            using var talk = new RegistryTalk(target, new RegistryCredentials(DockerConfig.Read(folder), folder, environment).Find(target.Domain), actions);
            return visit(target, talk);
        }
        catch (DockerException exception)
        {
            throw new SandboxException(exception.Refusal);
        }
        catch (FormatException failure)
        {
            // A place or a token of the registry's that no header and no address can hold.
            throw new SandboxException(PushRefusals.NotTaken(ImageReference.Parse(reference).Domain, failure.Message));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TaskCanceledException)
        {
            throw new SandboxException(PushRefusals.Unreachable(ImageReference.Parse(reference).Domain, (failure.InnerException ?? failure).Message));
        }
    }
}
