package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** {@code chasqui skills} on the files of a machine. */
class SkillsCommandTest {
    @TempDir private Path folder = Path.of("");
    private Path skills = Path.of("");
    private Path config = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        skills = folder.resolve("skills");
        config =
                Files.writeString(
                        folder.resolve("config.json"),
                        "{\"skills\":{\"dir\":\""
                                + skills.toString().replace("\\", "\\\\")
                                + "\"}}");
    }

    private CommandRun run(String command, String... arguments) {
        String[] all = new String[4 + arguments.length];
        all[0] = "skills";
        all[1] = command;
        all[2] = "--config";
        all[3] = config.toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return CommandRun.of(Map.of(), _ -> {}, all);
    }

    /** Makes a folder with a skill's file outside the folder of skills. */
    private Path skill(String name, String description) throws IOException {
        Path made = Files.createDirectories(folder.resolve("made").resolve(name));
        Files.writeString(
                made.resolve("SKILL.md"),
                "---\nname: %s\ndescription: %s\n---\nFollow the steps.\n"
                        .formatted(name, description));
        return made;
    }

    private static void assertRefused(CommandRun run, String... words) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(words);
    }

    @Test
    void aSkillIsAddedListedAndRemoved() throws IOException {
        assertThat(run("list").out()).isEqualTo("There are no skills in " + skills + ".\n");

        CommandRun added = run("add", skill("tidy", "Tidies a text.").toString());
        assertThat(added.err()).isEmpty();
        assertThat(added.exitCode()).isZero();
        assertThat(added.out()).isEqualTo("Added to " + skills + "; type /tidy to use it.\n");
        assertThat(run("list").out()).isEqualTo("tidy  Tidies a text.\n");

        CommandRun removed = run("remove", "tidy");
        assertThat(removed.exitCode()).isZero();
        Path place = skills.resolve(".removed").resolve("tidy");
        assertThat(removed.out()).isEqualTo("Moved to " + place + ".\n");
        assertThat(place.resolve("SKILL.md")).exists();
        assertThat(run("list").out()).startsWith("There are no skills");
    }

    @Test
    void theFolderIsPrintedAsAWholePath() throws IOException {
        config =
                Files.writeString(
                        folder.resolve("config.json"), "{\"skills\":{\"dir\":\"no-such\"}}");

        assertThat(run("list").out())
                .isEqualTo("There are no skills in " + Path.of("no-such").toAbsolutePath() + ".\n");
    }

    @Test
    void oneWithAMistakeIsListedWithItAndCanBeRemoved() throws IOException {
        run("add", skill("tidy", "Tidies a text.").toString());
        Files.createDirectories(skills.resolve("broken"));
        Files.writeString(skills.resolve("broken").resolve("SKILL.md"), "no front matter");

        assertThat(run("list").out())
                .containsPattern("(?m)^broken  not usable: .*SKILL\\.md")
                .contains("tidy    Tidies a text.\n");
        assertThat(run("remove", "broken").exitCode()).isZero();
        assertThat(run("list").out()).isEqualTo("tidy  Tidies a text.\n");
    }

    @Test
    void aFolderThatIsNoSkillIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertRefused(
                run("add", empty.toString()), empty + " holds no SKILL.md", "a skill's folder");
        assertRefused(run("add", config.toString()), "is no folder", "a folder with a SKILL.md");
        assertThat(skills).doesNotExist();
    }

    @Test
    void aNameThatIsTakenIsRefusedAndTheSkillStays() throws IOException {
        run("add", skill("tidy", "Tidies a text.").toString());

        CommandRun again = run("add", skill("tidy", "Another one.").toString());

        assertRefused(again, "there is a skill 'tidy'", "another name; or remove it first");
        assertThat(run("list").out()).isEqualTo("tidy  Tidies a text.\n");
    }

    @Test
    void anUnknownNameIsNotRemoved() {
        for (String name : new String[] {"nope", "..", ".removed"}) {
            assertRefused(
                    run("remove", name), "there is no skill '" + name + "'", "'skills list' shows");
        }
    }

    @Test
    void anArgumentThatIsMissingIsNamed() {
        assertRefused(run("add"), "FOLDER");
        assertRefused(run("remove"), "NAME");
    }
}
