package dev.chasqui.plugins.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code that {@code docs/agents.md} shows is the code that is compiled and tested. */
class PageTest {
    private static final Path PAGE = Path.of("../../docs/agents.md");
    private static final Path RECIPES = Path.of("src/main/java/dev/chasqui/plugins/recipes");
    private static final Path TEMPLATE =
            Path.of("../archetype/src/main/resources/archetype-resources/src");
    private static final Pattern SHOWN =
            Pattern.compile("<!-- code: (\\S+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

    /** The system property that makes the test write the page instead of comparing it. */
    private static final boolean WRITE = Boolean.getBoolean("page.write");

    private static final String COMMAND =
            "the code has changed; write the page anew: ./mvnw -q -o verify -pl plugins/recipes -am"
                    + " -Dtest=PageTest -Dsurefire.failIfNoSpecifiedTests=false -Dpage.write=true";

    @Test
    void thePageShowsTheCodeThatIsTested() throws IOException {
        String page = Files.readString(PAGE);
        List<String> shown = new ArrayList<>();
        String written =
                SHOWN.matcher(page)
                        .replaceAll(
                                found -> {
                                    shown.add(found.group(1));
                                    return Matcher.quoteReplacement(block(found.group(1)));
                                });
        if (WRITE) {
            Files.writeString(PAGE, written);
        }

        assertThat(Files.readString(PAGE)).as(COMMAND).isEqualTo(written);
        assertThat(shown).containsAll(recipes()).contains("greeter", "greeter-test");
    }

    private static List<String> recipes() throws IOException {
        try (var files = Files.list(RECIPES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Recipe.java"))
                    .map(name -> name.replace(".java", ""))
                    .toList();
        }
    }

    private static String block(String name) {
        try {
            String code =
                    switch (name) {
                        case "greeter" -> template("main/java/__className__.java");
                        case "greeter-test" -> template("test/java/__className__Test.java");
                        default -> Files.readString(RECIPES.resolve(name + ".java"));
                    };
            return "<!-- code: " + name + " -->\n```java\n" + withoutImports(code) + "```\n";
        } catch (IOException e) {
            throw new IllegalArgumentException("no code for the page: " + name, e);
        }
    }

    private static String template(String file) throws IOException {
        return Files.readString(TEMPLATE.resolve(file))
                .replace("${package}", "greeter")
                .replace("${className}", "GreeterAgent")
                .replace("${artifactId}", "greeter");
    }

    /** Returns the code from the comment or the line of its class on. */
    private static String withoutImports(String code) {
        Matcher beginning =
                Pattern.compile("(?m)^(/\\*\\*|(public )?(final )?class )").matcher(code);
        return beginning.find() ? code.substring(beginning.start()) : code;
    }
}
