package dev.chasqui.adapters.pf4j;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A plug-in's jar, compiled and packed like an author's. */
final class PluginJar {
    /** The classes that were compiled before, by their sources; many tests share them. */
    private static final Map<Map<String, String>, Map<String, byte[]>> COMPILED =
            new ConcurrentHashMap<>();

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Manifest manifest = new Manifest();

    PluginJar() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /**
     * Returns a jar whose one plug-in has this body of {@code start}; {@code members} stand beside
     * it.
     */
    static PluginJar of(String pluginName, String startBody, String... members) {
        return new PluginJar()
                .source(
                        "sample.Sample",
                        """
                        package sample;
                        import dev.chasqui.domain.agent.*;
                        import dev.chasqui.domain.chat.*;
                        import dev.chasqui.domain.exchange.*;
                        import dev.chasqui.domain.health.*;
                        import dev.chasqui.domain.json.*;
                        import dev.chasqui.domain.route.*;
                        import dev.chasqui.plugin.*;
                        import java.util.*;
                        public class Sample implements Plugin, Agent {
                            public String name() { return "%s"; }
                            public void start(Host host, Contributions contributions) { %s }
                            %s
                        }
                        """
                                .formatted(pluginName, startBody, String.join("\n", members)))
                .service("sample.Sample");
    }

    /** Returns a jar whose plug-in has one agent without arguments, both of the same name. */
    static PluginJar ofAgent(String name) {
        return of(name, agent(name));
    }

    /** Returns the statement that registers an agent. */
    static String agent(String name) {
        return "contributions.agent(AgentType.of(\"%s\", \"help of %s\", this));"
                .formatted(name, name);
    }

    PluginJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    PluginJar service(String className) {
        return entry(
                "META-INF/services/dev.chasqui.plugin.Plugin",
                className.getBytes(StandardCharsets.UTF_8));
    }

    PluginJar entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    PluginJar id(String id) {
        manifest.getMainAttributes().putValue("Plugin-Id", id);
        return this;
    }

    /** Names other jars in the manifest. */
    PluginJar classPath(String others) {
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, others);
        return this;
    }

    Path in(Path folder, String fileName) throws IOException {
        Files.createDirectories(folder);
        Path jar = folder.resolve(fileName);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out, manifest)) {
            compiled().forEach((name, content) -> put(packed, name, content));
            entries.forEach((name, content) -> put(packed, name, content));
        }
        return jar.toRealPath();
    }

    private static void put(JarOutputStream packed, String name, byte[] content) {
        try {
            packed.putNextEntry(new JarEntry(name));
            packed.write(content);
            packed.closeEntry();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Returns the class files of the sources, by their names in a jar. */
    private Map<String, byte[]> compiled() throws IOException {
        Map<String, byte[]> before = COMPILED.get(sources);
        if (before != null) {
            return before;
        }
        Path folder = Files.createTempDirectory("plugin");
        try {
            Map<String, byte[]> classFiles = compiledIn(folder);
            COMPILED.put(Map.copyOf(sources), classFiles);
            return classFiles;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Map<String, byte[]> compiledIn(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve("src/" + source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        Path classes = Files.createDirectories(folder.resolve("classes"));
        if (!files.isEmpty()) {
            compile(files, classes);
        }
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                found.put(
                        classes.relativize(file).toString().replace('\\', '/'),
                        Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static void compile(List<Path> files, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean done =
                    compiler.getTask(
                                    messages,
                                    manager,
                                    null,
                                    List.of("-d", classes.toString(), "-proc:none"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files))
                            .call();
            if (!done) {
                throw new IllegalArgumentException(messages.toString());
            }
        }
    }
}
