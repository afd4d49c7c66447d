package dev.chasqui.cli.agents;

import dev.chasqui.cli.command.CommandFailure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The project of a new agent, made from the files of the Maven archetype: both replace the same
 * words in the same files.
 *
 * @param name the agent
 * @param packageName the package of its classes
 * @param home the folder of the distribution
 */
record AgentProject(AgentName name, String packageName, Path home) {
    /** The version of a new project. */
    static final String VERSION = "1.0";

    /** The files of the archetype, below this folder of its jar. */
    static final String TEMPLATES = "archetype-resources/";

    /** The templates with words to replace. */
    static final Set<String> FILTERED =
            Set.of(
                    "pom.xml",
                    "README.md",
                    "__gitignore__",
                    "src/main/java/__className__.java",
                    "src/main/resources/META-INF/services/dev.chasqui.plugin.Plugin",
                    "src/test/java/__className__Test.java");

    /** The files that are copied as they are. */
    static final Set<String> COPIED =
            Set.of("mvnw", ".mvn/wrapper/maven-wrapper.properties", ".mvn/maven.config");

    private static final Pattern WORD = Pattern.compile("\\$\\{(\\w+)}");

    /**
     * Writes the project into a new or empty folder.
     *
     * @throws CommandFailure if there is something in the folder, or it cannot be written
     */
    void write(Path folder) {
        requireEmpty(folder);
        try {
            for (String template : FILTERED) {
                Path file = folder.resolve(target(template));
                Files.createDirectories(file.getParent());
                String text = new String(read(template), StandardCharsets.UTF_8);
                Files.writeString(file, replaced(text, template.equals("pom.xml")));
            }
            for (String template : COPIED) {
                Path file = folder.resolve(template);
                Files.createDirectories(file.getParent());
                Files.write(file, read(template));
            }
            if (!folder.resolve("mvnw").toFile().setExecutable(true, false)) {
                throw new IOException("mvnw cannot be made executable");
            }
        } catch (IOException e) {
            throw CommandFailure.failed(folder + " cannot be written: " + e);
        }
    }

    private static void requireEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            throw CommandFailure.refused(
                    folder
                            + " is there and is no folder that can be read (expected: a new"
                            + " folder)");
        }
        throw CommandFailure.refused(
                folder + " is not empty (expected: a new folder; --dir names another place)");
    }

    /** Returns the path of the file that a template becomes. */
    private String target(String template) {
        String parent = template.endsWith(".java") ? packageName.replace('.', '/') + "/" : "";
        int file = template.lastIndexOf('/') + 1;
        return template.substring(0, file)
                + parent
                + template.substring(file)
                        .replace("__className__", name.className())
                        .replace("__gitignore__", ".gitignore");
    }

    private String replaced(String text, boolean xml) {
        Map<String, String> words =
                Map.of(
                        "groupId",
                        packageName,
                        "artifactId",
                        name.text(),
                        "version",
                        VERSION,
                        "package",
                        packageName,
                        "className",
                        name.className(),
                        "chasquiHome",
                        xml ? escaped(home.toString()) : home.toString());
        return WORD.matcher(text)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        words.getOrDefault(found.group(1), found.group())));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static byte[] read(String template) throws IOException {
        try (InputStream in =
                AgentProject.class.getClassLoader().getResourceAsStream(TEMPLATES + template)) {
            if (in == null) {
                throw new IOException("there is no template " + template);
            }
            return in.readAllBytes();
        }
    }
}
