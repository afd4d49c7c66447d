package dev.chasqui.adapters.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

class SkillStoreTest {
    private static final String GOOD = "---\nname: good\ndescription: Does good\n---\nDo it.";

    @TempDir private Path temp;
    private Path source;
    private Path skills;
    private SkillStore store;

    @BeforeEach
    void create() throws IOException {
        source = temp.resolve("source");
        Files.createDirectories(source.resolve("refs"));
        Files.writeString(source.resolve("SKILL.md"), GOOD);
        Files.writeString(source.resolve("refs/a.md"), "A");
        skills = temp.resolve("skills");
        store = new SkillStore(skills);
    }

    @Test
    void aFolderIsCopiedUnderTheSkillsName() throws Exception {
        assertThat(store.add(source).name()).isEqualTo("good");

        assertThat(skills.resolve("good/SKILL.md")).hasContent(GOOD);
        assertThat(skills.resolve("good/refs/a.md")).hasContent("A");
        assertThat(store.read().skills()).hasSize(1);
        assertThatThrownBy(() -> store.add(source)).hasMessageContaining("there is a skill 'good'");
    }

    @Test
    void aBadFolderLeavesNothing() throws Exception {
        Path link = Files.createSymbolicLink(source.resolve("refs/link"), temp);
        assertThatThrownBy(() -> store.add(source))
                .isInstanceOf(SkillException.class)
                .hasMessageContaining("link or a special file");
        Files.delete(link);
        Files.writeString(source.resolve("SKILL.md"), "no skill");
        assertThatThrownBy(() -> store.add(source)).hasMessageContaining("no front matter");
        Files.delete(source.resolve("SKILL.md"));
        assertThatThrownBy(() -> store.add(source)).hasMessageContaining("holds no SKILL.md");
        Path zip = Files.writeString(temp.resolve("skill.zip"), "PK");
        assertThatThrownBy(() -> store.add(zip)).hasMessageContaining("not an archive");

        try (Stream<Path> left = Files.list(skills)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aRemovedSkillCanBeFoundAgain() throws Exception {
        var _ = store.add(source);
        assertThat(store.remove("good")).isEqualTo(skills.resolve(".removed/good"));
        var _ = store.add(source);
        assertThat(store.remove("good")).isEqualTo(skills.resolve(".removed/good-2"));

        assertThat(store.read().skills()).isEmpty();
        assertThat(skills.resolve(".removed/good/refs/a.md")).exists();
    }

    @Test
    void onlyASkillIsRemoved() throws Exception {
        Path other = Files.createDirectories(skills.resolve("other"));
        Files.writeString(other.resolve("precious.txt"), "x");

        for (String name : new String[] {"other", "good", "..", "other/../other", ""}) {
            assertThatThrownBy(() -> store.remove(name))
                    .as(name)
                    .isInstanceOf(SkillException.class);
        }
        assertThat(other.resolve("precious.txt")).exists();
    }
}
