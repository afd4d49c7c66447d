package dev.chasqui.plugins.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class SnippetsTest {
    @TempDir private Path home;
    private Path folder = Path.of("");

    @BeforeEach
    void write() throws IOException {
        folder = Files.createDirectory(home.resolve("snippets"));
        Files.writeString(folder.resolve("handbook.md"), "Lock the door.");
        Files.writeString(folder.resolve("Büro.txt"), "Erster Stock.");
        Files.writeString(folder.resolve("ignored.pdf"), "x");
        Files.writeString(home.resolve("secret.md"), "secret");
    }

    @Test
    void snippetsComeFromTheConfigAndFromFiles() {
        Snippets snippets = snippets(100);

        assertThat(snippets.named(List.of("Büro", "team", "Büro")))
                .containsExactly(new Snippet("Büro", "Erster Stock."), new Snippet("team", "Eve."));
    }

    @Test
    void withoutANameThereAreAllOrThoseThatAreAlwaysAdded() {
        assertThat(snippets(100).named(List.of()))
                .extracting(Snippet::name)
                .containsExactly("Büro", "handbook", "team");
        Json.Obj always = section(100).with("always", new Json.Arr(List.of(new Json.Str("team"))));
        assertThat(new Snippets(ContextAgentTest.config(always)).named(List.of()))
                .extracting(Snippet::name)
                .containsExactly("team");
    }

    @Test
    void aFileIsReadAsItIsNow() throws IOException {
        Snippets snippets = snippets(100);
        Files.writeString(folder.resolve("new.md"), "fresh");

        assertThat(snippets.named(List.of("new"))).containsExactly(new Snippet("new", "fresh"));
    }

    @Test
    void anUnknownNameIsRefusedWithTheExistingOnes() {
        assertThatThrownBy(() -> snippets(100).named(List.of("handbok")))
                .hasMessage(
                        "/context: there is no snippet 'handbok'; there are: Büro, handbook, team");
        assertThatThrownBy(
                        () ->
                                new Snippets(ContextAgentTest.config(Json.Obj.EMPTY))
                                        .named(List.of("x")))
                .hasMessageContaining("there are none yet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "..",
                "/etc/passwd",
                "sub/../../secret",
                "..\\secret",
                ".hidden",
                "a\u0000b",
                "",
                "C:secret"
            })
    void aNameThatIsAPathIsRefused(String name) {
        assertThatThrownBy(() -> snippets(100).named(List.of(name)))
                .hasMessageContaining("is no name of a snippet")
                .hasMessageContaining("never a path");
    }

    @Test
    void aLinkThatLeadsOutIsRefusedAndNotListed() throws IOException {
        Files.createSymbolicLink(folder.resolve("out.md"), home.resolve("secret.md"));
        Files.createSymbolicLink(folder.resolve("in.md"), folder.resolve("handbook.md"));
        Files.createDirectory(folder.resolve("sub.md"));

        assertThatThrownBy(() -> snippets(100).named(List.of("out")))
                .hasMessageContaining("'out' is no file in the folder");
        assertThatThrownBy(() -> snippets(100).named(List.of("sub")))
                .hasMessageContaining("'sub' is no file in the folder");
        assertThat(snippets(100).named(List.of()))
                .extracting(Snippet::name)
                .containsExactly("Büro", "handbook", "in", "team");
    }

    @Test
    void snippetsThatAreTooLongAreRefused() throws IOException {
        assertThatThrownBy(() -> snippets(15).named(List.of("handbook", "Büro")))
                .hasMessageContaining("too long together (expected: at most 15 characters")
                .hasMessageContaining("/context(handbook)");
        Files.writeString(folder.resolve("long.md"), "x".repeat(500));
        assertThatThrownBy(() -> snippets(100).named(List.of("long")))
                .hasMessageContaining("'long' is too long");
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws IOException {
        Files.write(folder.resolve("bad.md"), "é".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> snippets(100).named(List.of("bad")))
                .hasMessage("/context: the snippet 'bad' is not UTF-8");
    }

    @Test
    void aFolderThatIsNotThereIsEmpty() throws IOException {
        Json.Obj section =
                Json.Obj.EMPTY.with("folder", new Json.Str(home.resolve("none").toString()));

        assertThat(new Snippets(ContextAgentTest.config(section)).named(List.of())).isEmpty();
    }

    private Snippets snippets(int limit) {
        return new Snippets(ContextAgentTest.config(section(limit)));
    }

    private Json.Obj section(int limit) {
        return Json.Obj.EMPTY
                .with("snippets", Json.Obj.EMPTY.with("team", new Json.Str("Eve.")))
                .with("folder", new Json.Str(folder.toString()))
                .with("limit", new Json.Num(String.valueOf(limit)));
    }
}
