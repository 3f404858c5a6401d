using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace McpBox.EndToEnd.Tests.Packages;

/// <summary>The smallest program for .NET that is an MCP server: it gives one answer to every line.</summary>
internal static class ToolAssembly
{
    /// <summary>The bytes of its dll.</summary>
    public static byte[] WithAnswer(string answer)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("echo-mcp"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("echo-mcp").DefineType("Program", TypeAttributes.Public | TypeAttributes.Class);
        var main = type.DefineMethod("Main", MethodAttributes.Public | MethodAttributes.Static, typeof(void), []);
        Emit(main.GetILGenerator(), answer);
        _ = type.CreateType();

        var metadata = assembly.GenerateMetadata(out var code, out _);
        var image = new ManagedPEBuilder(
            new PEHeaderBuilder(imageCharacteristics: Characteristics.ExecutableImage),
            new MetadataRootBuilder(metadata), code, entryPoint: MetadataTokens.MethodDefinitionHandle(main.MetadataToken));
        var bytes = new BlobBuilder();
        _ = image.Serialize(bytes);
        return bytes.ToArray();
    }

    // while (Console.ReadLine() != null) Console.WriteLine(answer);
    private static void Emit(ILGenerator code, string answer)
    {
        var (next, end) = (code.DefineLabel(), code.DefineLabel());
        code.MarkLabel(next);
        code.Emit(OpCodes.Call, typeof(Console).GetMethod(nameof(Console.ReadLine), [])!);
        code.Emit(OpCodes.Brfalse, end);
        code.Emit(OpCodes.Ldstr, answer);
        code.Emit(OpCodes.Call, typeof(Console).GetMethod(nameof(Console.WriteLine), [typeof(string)])!);
        code.Emit(OpCodes.Br, next);
        code.MarkLabel(end);
        code.Emit(OpCodes.Ret);
    }
}
