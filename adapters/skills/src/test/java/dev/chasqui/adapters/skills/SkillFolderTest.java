package dev.chasqui.adapters.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

class SkillFolderTest {
    private static final String GOOD =
            "---\nname: good\ndescription: Does good\n---\nDo it. See a.md.";

    @TempDir private Path temp;
    private Path skills;

    @BeforeEach
    void create() throws IOException {
        skills = Files.createDirectory(temp.resolve("skills"));
        write("good", GOOD);
    }

    private Path write(String folder, String content) throws IOException {
        Path made = Files.createDirectories(skills.resolve(folder));
        return Files.writeString(made.resolve("SKILL.md"), content);
    }

    private String text(String path) throws SkillException {
        return SkillFiles.text(skills.resolve("good"), path, 1000);
    }

    @Test
    void aSkillHasItsNameAndInstructions() {
        SkillFolder.Found found = new SkillFolder(skills).read();

        assertThat(found.mistakes()).isEmpty();
        assertThat(found.skills())
                .singleElement()
                .satisfies(
                        skill -> {
                            assertThat(skill.name()).isEqualTo("good");
                            assertThat(skill.help()).isEqualTo("Does good");
                            assertThat(skill.instructions()).isEqualTo("Do it. See a.md.");
                            assertThat(skill.allowedTools()).isEmpty();
                        });
    }

    @Test
    void aFolderThatIsNotThereHasNoSkills() {
        assertThat(new SkillFolder(temp.resolve("none")).read().skills()).isEmpty();
        assertThat(new SkillFolder(temp.resolve("none")).read().mistakes()).isEmpty();
    }

    @Test
    void eachBadSkillIsReportedAndTheOthersStay() throws Exception {
        write("no-name", "---\ndescription: x\n---\nText");
        write("bad-name", "---\nname: two words\ndescription: x\n---\nText");
        write("no-text", "---\nname: no-text\ndescription: x\n---\n");
        write("twin", GOOD);
        Files.write(skills.resolve("twin").resolve("SKILL.md"), new byte[] {(byte) 0xff, 0});
        write("huge", GOOD + "x".repeat(SkillFile.MOST_BYTES));
        write("z-good", GOOD);
        Files.createDirectory(skills.resolve("no-skill"));
        Files.createSymbolicLink(skills.resolve("link"), skills.resolve("good"));
        Path linked = Files.createDirectory(skills.resolve("linked"));
        Files.createSymbolicLink(
                linked.resolve("SKILL.md"), skills.resolve("good").resolve("SKILL.md"));

        SkillFolder.Found found = new SkillFolder(skills).read();

        assertThat(found.skills()).extracting(Skill::name).containsExactly("good");
        assertThat(found.mistakes())
                .containsOnlyKeys(
                        "no-name",
                        "bad-name",
                        "no-text",
                        "twin",
                        "huge",
                        "z-good",
                        "link",
                        "linked");
        assertThat(found.mistakes().get("bad-name"))
                .startsWith("SKILL.md, line 2, column 7: name is no command");
        assertThat(found.mistakes().get("huge")).contains("too large");
        assertThat(found.mistakes().get("z-good")).contains("taken by another skill");
    }

    @Test
    void aSkillThatBreaksStaysAsItWas() throws Exception {
        SkillFolder folder = new SkillFolder(skills);
        assertThat(folder.read().skills()).hasSize(1);

        write("good", "---\nname: good\n");
        SkillFolder.Found broken = folder.read();
        assertThat(broken.skills()).hasSize(1);
        assertThat(broken.mistakes().get("good")).contains("the version before it stays in use");
        assertThat(folder.read().mistakes()).containsKey("good");

        write("good", GOOD.replace("Do it", "Do that"));
        assertThat(folder.read().skills().getFirst().instructions()).startsWith("Do that");
        assertThat(folder.read().mistakes()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeListedKeepsItsSkills() throws Exception {
        SkillFolder folder = new SkillFolder(skills);
        assertThat(folder.read().skills()).hasSize(1);
        Path aside = temp.resolve("aside");
        Files.move(skills, aside);
        Files.writeString(skills, "no folder");

        assertThat(folder.read().skills()).extracting(Skill::name).containsExactly("good");
        assertThat(folder.read().mistakes()).containsEntry("skills", "the folder cannot be read");

        Files.delete(skills);
        Files.move(aside, skills);
        assertThat(folder.read().mistakes()).isEmpty();
    }

    @Test
    void aFileThatCouldNotBeReadIsReadAgain() throws Exception {
        Path file = skills.resolve("good").resolve("SKILL.md");
        Files.setPosixFilePermissions(file, Set.of());
        assumeTrue(!Files.isReadable(file));
        SkillFolder folder = new SkillFolder(skills);
        assertThat(folder.read().mistakes()).containsKey("good");

        Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ));

        assertThat(folder.read().skills()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../outside.md",
                "a/../../outside.md",
                "/etc/passwd",
                "./a.md",
                ".hidden",
                "a\\b",
                "a\u0000b",
                "sub//a.md",
                "missing.md",
                "sub",
                "binary.bin",
                "latin.txt",
                "large.txt",
                "link.md",
                "linked/a.md",
            })
    void noFileOutsideOrOddIsRead(String path) throws Exception {
        Path good = skills.resolve("good");
        Files.createDirectories(good.resolve("sub"));
        Files.writeString(good.resolve("sub/a.md"), "inner");
        Files.writeString(skills.resolve("outside.md"), "secret");
        Files.writeString(good.resolve(".hidden"), "secret");
        Files.write(good.resolve("binary.bin"), new byte[] {1, 0, 2});
        Files.write(good.resolve("latin.txt"), new byte[] {(byte) 0xe9});
        Files.writeString(good.resolve("large.txt"), "x".repeat(1001));
        Files.createSymbolicLink(good.resolve("link.md"), skills.resolve("outside.md"));
        Files.createSymbolicLink(good.resolve("linked"), good.resolve("sub"));

        assertThatThrownBy(() -> text(path)).isInstanceOf(SkillException.class);
        assertThat(text("sub/a.md")).isEqualTo("inner");
        assertThat(SkillFiles.list(good))
                .containsExactly("binary.bin", "large.txt", "latin.txt", "sub/a.md");
    }

    @Test
    void aPipeIsNotOpened() throws Exception {
        Path pipe = skills.resolve("good").resolve("pipe");
        Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assumeTrue(made.waitFor() == 0);

        assertThatThrownBy(() -> text("pipe")).hasMessageContaining("no regular file");
        assertThat(SkillFiles.list(skills.resolve("good"))).isEmpty();
    }
}
