package dev.chasqui.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The jar of a plug-in with one agent, compiled in the test. */
public final class AgentJar {
    private static final Map<String, byte[]> PACKED = new ConcurrentHashMap<>();

    private AgentJar() {}

    /** Returns the bytes of a jar whose agent answers each request with a text. */
    public static byte[] answering(String name, String text) {
        return of(
                name,
                """
                public dev.chasqui.domain.reply.ChatReply handle(
                        ChatRequest request, Chain chain) {
                    return dev.chasqui.domain.reply.ChatReply.ofText("%s");
                }
                """
                        .formatted(text));
    }

    /** Returns the bytes of a jar whose plug-in and agent have a name and these members. */
    public static byte[] of(String name, String members) {
        String source =
                """
                package sample;
                import dev.chasqui.domain.agent.*;
                import dev.chasqui.domain.chat.*;
                import dev.chasqui.domain.exchange.*;
                import dev.chasqui.plugin.*;
                public class Sample implements Plugin, Agent {
                    public String name() { return "%1$s"; }
                    public void start(Host host, Contributions contributions) {
                        contributions.agent(AgentType.of("%1$s", "help of %1$s", this));
                    }
                    %2$s
                }
                """
                        .formatted(name, members);
        return PACKED.computeIfAbsent(source, AgentJar::pack);
    }

    private static byte[] pack(String source) {
        try {
            Path folder = Files.createTempDirectory("agent");
            try {
                return packed(folder, source);
            } finally {
                try (Stream<Path> walk = Files.walk(folder)) {
                    for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] packed(Path folder, String source) throws IOException {
        Path file = Files.writeString(folder.resolve("Sample.java"), source);
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                folder.toString(),
                                file.toString());
        if (compiled != 0) {
            throw new IllegalArgumentException(source);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes);
                Stream<Path> classes = Files.list(folder.resolve("sample"))) {
            for (Path one : classes.toList()) {
                jar.putNextEntry(new JarEntry("sample/" + one.getFileName()));
                Files.copy(one, jar);
            }
            jar.putNextEntry(new JarEntry("META-INF/services/dev.chasqui.plugin.Plugin"));
            jar.write("sample.Sample".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
