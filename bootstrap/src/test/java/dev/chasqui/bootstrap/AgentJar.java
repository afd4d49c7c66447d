package dev.chasqui.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The jar of the plug-in {@code sample.Sample}, of whose class a test gives the members. */
public final class AgentJar {
    private static final Map<String, byte[]> PACKED = new ConcurrentHashMap<>();

    private AgentJar() {}

    /** Returns the bytes of a jar whose agent answers each request with a text. */
    public static byte[] answering(String name, String text) {
        return of(
                name,
                """
                public ChatReply handle(ChatRequest request, Chain chain) {
                    return ChatReply.ofText("%s");
                }
                """
                        .formatted(text));
    }

    /** Returns the bytes of a jar whose plug-in and agent have a name and these members. */
    public static byte[] of(String name, String members) {
        return PACKED.computeIfAbsent(
                source(
                        name,
                        """
                        public void start(Host host, Contributions contributions) {
                            contributions.agent(AgentType.of("%1$s", "help of %1$s", this));
                        }
                        %2$s
                        """
                                .formatted(name, members)),
                AgentJar::pack);
    }

    /**
     * Makes {@code sample.jar} in a folder.
     *
     * @param members the members of the class, which is a plug-in and an agent
     */
    static Path make(Path folder, String members) throws IOException {
        Path jar = folder.resolve("sample.jar");
        CompiledPlugin.write(jar, "sample.Sample", source("sample", members));
        return jar;
    }

    private static String source(String name, String members) {
        return """
        package sample;
        import dev.chasqui.domain.agent.*;
        import dev.chasqui.domain.chat.*;
        import dev.chasqui.domain.exchange.*;
        import dev.chasqui.domain.json.*;
        import dev.chasqui.domain.reply.*;
        import dev.chasqui.plugin.*;
        public class Sample implements Plugin, Agent {
            public String name() { return "%s"; }
            %s
        }
        """
                .formatted(name, members);
    }

    private static byte[] pack(String source) {
        try {
            return Files.readAllBytes(packed(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path packed(String source) {
        return CompiledPlugin.of("sample.Sample", source).resolve("plugin.jar");
    }
}
