package dev.chasqui.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schema and the reference page match the records. */
class GeneratedFilesTest {
    private static final Path SCHEMA = Path.of("../config.schema.json");
    private static final Path PAGE = Path.of("../docs/config.md");

    /** The system property that makes the test write the files instead of comparing them. */
    private static final boolean WRITE = Boolean.getBoolean("config.write");

    private static final String COMMAND =
            "the records have changed; write the files anew: ./mvnw -q verify -pl bootstrap -am"
                    + " -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dconfig.write=true";

    private static final String BEGIN =
            "<!-- The table is made from the records of adapters/config; change it there. -->\n";
    private static final String END = "<!-- The end of what is made. -->\n";

    @Test
    void theSchemaIsWhatTheRecordsSay() throws Exception {
        try (URLClassLoader jars = jars()) {
            Json.Obj schema = new ConfigSchema(sections(jars)).of(Config.class);

            compare(SCHEMA, IndentedJson.of(schema) + "\n");
        }
    }

    @Test
    void theTableOfThePageIsWhatTheRecordsSay() throws Exception {
        try (URLClassLoader jars = jars()) {
            String page = Files.readString(PAGE);
            String table = new ConfigReference(sections(jars)).of(Config.class);

            assertThat(page).contains(BEGIN, END);
            compare(
                    PAGE,
                    page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                            + "\n"
                            + table
                            + "\n"
                            + page.substring(page.indexOf(END)));
        }
    }

    private static void compare(Path file, String expected) throws IOException {
        if (WRITE) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).as(COMMAND).isEqualTo(expected);
    }

    /** Returns the records of the sections of the bundled agents. */
    private static Map<String, Class<? extends Record>> sections(ClassLoader jars)
            throws ClassNotFoundException {
        Map<String, Class<? extends Record>> sections = new LinkedHashMap<>();
        for (String name :
                List.of(
                        "context.Context",
                        "rag.Rag",
                        "parallel.Parallel",
                        "judge.Judge",
                        "guard.Guard",
                        "cache.Cache")) {
            sections.put(
                    name.substring(0, name.indexOf('.')),
                    Class.forName("dev.chasqui.plugins." + name + "Config", false, jars)
                            .asSubclass(Record.class));
        }
        return sections;
    }

    private static URLClassLoader jars() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path target : PluginJars.ALL) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "chasqui-*.jar")) {
                jars.forEach(jar -> urls.add(url(jar)));
            }
        }
        return new URLClassLoader(
                urls.toArray(URL[]::new), GeneratedFilesTest.class.getClassLoader());
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
