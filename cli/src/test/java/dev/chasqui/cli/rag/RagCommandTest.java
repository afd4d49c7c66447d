package dev.chasqui.cli.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.cli.command.Shell;
import dev.chasqui.cli.command.Terminal;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class RagCommandTest {
    private static final String COLLECTIONS = "/admin/collections";
    private static final String ADDED =
            "{\"name\":\"x\",\"passages\":3,\"replaced\":false,\"unchanged\":false}";

    private final FakeBackend server = FakeBackend.start();
    @TempDir private Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aFolderIsAddedFileByFileUnderItsOwnName() throws Exception {
        collections("");
        server.on("POST", COLLECTIONS + "/documents/documents", Answer.json(201, ADDED));
        Path handbook = handbook();

        CommandRun run = rag("add", handbook.toString());

        assertThat(run.out())
                .isEqualTo(
                        """
                        added handbook/a b.md (3 passages)
                        added handbook/sub/c.HTML (3 passages)
                        2 added in collection documents; skipped 1 that are hidden, ignored or of kinds without text
                        """);
        assertThat(run.exitCode()).isZero();
        String body =
                server.received(COLLECTIONS + "/documents/documents").getFirst().message().text();
        assertThat(body)
                .contains(
                        "name=\"name\"", "\r\n\r\nhandbook/a b.md\r\n", "\r\n\r\nLeave: 30 days.");
    }

    @Test
    void whatTheIgnoreFilesOfAFolderLeaveOutIsLeftOut() throws Exception {
        collections("");
        server.on("POST", COLLECTIONS + "/documents/documents", Answer.json(201, ADDED));
        Path wiki = Files.createDirectories(folder.resolve("wiki/build/deep"));
        Files.writeString(wiki.resolve("made.md"), "x");
        Files.createDirectories(folder.resolve("wiki/notes"));
        Files.writeString(folder.resolve("wiki/notes/draft.md"), "x");
        Files.writeString(folder.resolve("wiki/notes/kept.md"), "x");
        Files.writeString(folder.resolve("wiki/draft.md"), "x");
        Files.writeString(folder.resolve("wiki/.gitignore"), "build/\ndraft.md\n");
        Files.writeString(folder.resolve("wiki/notes/.chasquiignore"), "!draft.md\nkept.md\n");

        CommandRun run = rag("add", folder.resolve("wiki").toString());

        assertThat(run.out())
                .startsWith("added wiki/notes/draft.md (3 passages)\n1 added in")
                .contains("skipped 4 that");
    }

    @Test
    void documentsOfAFileOfLinesAreSentTogetherAndTheirVectorsAreWaitedFor() throws Exception {
        collections("{\"name\":\"hr\"}");
        server.on(
                "GET",
                COLLECTIONS + "/hr",
                Answer.sequence(
                        Answer.json(200, vectors(1)),
                        Answer.json(200, vectors(2)),
                        Answer.json(200, vectors(3))));
        server.on(
                "POST",
                COLLECTIONS + "/hr/documents",
                Answer.json(
                        200,
                        "{\"documents\":["
                                + ADDED
                                + ",{\"name\":\"2\",\"error\":\"2: has no text\"}]}"));
        Path lines =
                Files.writeString(
                        folder.resolve("corpus.jsonl"),
                        """
                        {"_id":"1","title":"Leave","text":"30 days","metadata":{"year":"2025"}}

                        {"_id":"2","text":" "}
                        """);

        CommandRun run = rag("add", "--jsonl", lines.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("1 added, 1 failed in collection hr\n");
        assertThat(run.err()).isEqualTo("chasqui: 2: has no text\n");
        assertThat(server.received(COLLECTIONS + "/hr")).hasSize(3);
        assertThat(server.received(COLLECTIONS + "/hr/documents").getFirst().message().text())
                .isEqualTo(
                        "{\"documents\":[{\"name\":\"1\",\"text\":\"30"
                            + " days\",\"title\":\"Leave\",\"metadata\":{\"year\":\"2025\"}},{\"name\":\"2\",\"text\":\""
                            + " \"}]}");
    }

    private static String vectors(int done) {
        return "{\"vectors\":{\"model\":\"m\",\"passages\":3,\"done\":"
                + done
                + ",\"pending\":"
                + (3 - done)
                + "}}";
    }

    @Test
    void aLineThatIsNoDocumentEndsTheCommandWithItsNumber() throws Exception {
        collections("{\"name\":\"hr\"}");
        Path lines = Files.writeString(folder.resolve("c.jsonl"), "{\"_id\":\"1\"}");

        assertThat(rag("add", "--jsonl", lines.toString()).err())
                .contains("c.jsonl, line 1: is no document");
        assertThat(rag("add").err()).contains("name files or folders to add");
    }

    @Test
    void oneThatFailsIsToldAndTheOthersGoOn() throws Exception {
        collections("{\"name\":\"hr\"}");
        server.on(
                "POST",
                COLLECTIONS + "/hr/documents",
                Answer.sequence(
                        FakeOpenAi.error(400, "broken"),
                        Answer.json(
                                200, ADDED.replace("\"replaced\":false", "\"replaced\":true"))));

        CommandRun run = rag("add", handbook().toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("chasqui: broken");
        assertThat(run.out())
                .contains("failed handbook/a b.md", "1 replaced, 1 failed in collection hr");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others have no such names")
    void aFileWhoseNameIsNoTextFailsAndTheOthersGoOn() throws Exception {
        collections("{\"name\":\"hr\"}");
        server.on("POST", COLLECTIONS + "/hr/documents", Answer.json(201, ADDED));
        Path handbook = handbook();
        assertThat(
                        new ProcessBuilder(
                                        "sh",
                                        "-c",
                                        "for e in '\\351' '\\377'; do"
                                                + " echo x > \"$(printf \"b$e.md\")\"; done")
                                .directory(handbook.toFile())
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();

        CommandRun run = rag("add", handbook.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("b\ufffd.md: its name is no text").doesNotContain("Chasqui");
        assertThat(run.out())
                .contains(
                        "added handbook/a b.md",
                        "failed handbook/b\ufffd.md",
                        "added handbook/sub/c.HTML",
                        "2 added, 2 failed in collection hr");
    }

    @Test
    void whenTheServerGoesAwayTheRestIsNotTried() throws Exception {
        collections("{\"name\":\"hr\"}");
        server.on("POST", COLLECTIONS + "/hr/documents", Answer.hangUp());

        CommandRun run = rag("add", handbook().toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(server.received(COLLECTIONS + "/hr/documents")).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void twoFilesThatWouldBeOneDocumentAreRefused() throws Exception {
        Path one = Files.createDirectories(folder.resolve("a/docs"));
        Path other = Files.createDirectories(folder.resolve("b/docs"));
        Files.writeString(one.resolve("r.md"), "one");
        Files.writeString(other.resolve("r.md"), "other");

        CommandRun run = rag("add", one.toString(), other.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("both be the document docs/r.md");
    }

    @Test
    void onATerminalOneLineTellsFilesRateAndTimeLeft() throws Exception {
        collections("{\"name\":\"hr\"}");
        server.on(
                "POST",
                COLLECTIONS + "/hr/documents",
                Answer.json(200, ADDED.replace("\"unchanged\":false", "\"unchanged\":true")));

        CommandRun run = rag(new Terminal(true, true, true), "add", handbook().toString());

        assertThat(run.out())
                .contains("\r\u001b[K0/2 files, 0.0/s  handbook/a b.md")
                .containsPattern("1/2 files, \\d+\\.\\d/s, 0:0\\d left  handbook/sub/c.HTML")
                .doesNotContain("unchanged handbook")
                .contains("2 unchanged in collection hr");
    }

    @Test
    void whereThereIsNothingToAddItSaysWhatItLooksFor() throws IOException {
        Files.writeString(folder.resolve("picture.png"), "x");

        CommandRun run = rag("add", folder.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no file with text", "skipped 1");
    }

    @Test
    void amongSeveralCollectionsOneMustBeNamed() {
        collections("{\"name\":\"hr\"},{\"name\":\"it\"}");

        CommandRun run = rag("search", "leave");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--collection: hr, it");
    }

    @Test
    void theServersDefaultIsTaken() {
        server.on(
                "GET",
                COLLECTIONS,
                Answer.json(
                        200,
                        "{\"collections\":[{\"name\":\"hr\"},{\"name\":\"it\"}],\"default\":\"it\"}"));
        server.on(
                "GET",
                COLLECTIONS + "/it/search",
                Answer.json(
                        200,
                        "{\"passages\":[{\"document\":\"a.md\",\"score\":1.5,\"text\":\"one\\n"
                                + "two\"}]}"));

        assertThat(rag("search", "days", "of", "leave?").out())
                .isEqualTo("a.md  (score 1.50)\n    one\n    two\n\n");
        assertThat(server.received(COLLECTIONS + "/it/search").getFirst().message().target())
                .endsWith("?k=5&q=days%20of%20leave%3F");
    }

    @Test
    void withoutDocumentsItSaysHowToAddSome() {
        collections("");

        assertThat(rag("list").out()).contains("chasqui rag add FOLDER");
        assertThat(rag("search", "x").err()).contains("chasqui rag add FOLDER");
    }

    @Test
    void documentsAreATable() {
        server.on(
                "GET",
                COLLECTIONS + "/hr/documents",
                Answer.json(
                        200,
                        "{\"documents\":[{\"name\":\"a"
                                + " b.md\",\"passages\":3,\"bytes\":20,\"added\":\"today\"}]}"));

        assertThat(rag("list", "hr").out())
                .isEqualTo(
                        """
                        DOCUMENT  PASSAGES  BYTES  ADDED
                        a b.md    3         20     today
                        """);
    }

    @Test
    void aDocumentIsRemovedByItsName() throws Exception {
        server.on("DELETE", COLLECTIONS + "/hr/documents/a%2Fb%20c.md", Answer.json(200, "{}"));

        assertThat(rag("remove", "-c", "hr", "a/b c.md").out())
                .isEqualTo("removed a/b c.md from hr\n");
    }

    @Test
    void aCollectionIsRemovedOnlyWhenItIsNamedAndAllIsSaid() {
        server.on("DELETE", COLLECTIONS + "/hr", Answer.json(200, "{}"));

        assertThat(rag("remove", "-c", "hr").exitCode()).isEqualTo(2);
        assertThat(rag("remove", "--all").exitCode()).isEqualTo(2);
        assertThat(rag("remove", "-c", "hr", "--all").out())
                .isEqualTo("removed the collection hr\n");
    }

    private void collections(String entries) {
        server.on("GET", COLLECTIONS, Answer.json(200, "{\"collections\":[" + entries + "]}"));
        for (String name : List.of("documents", "hr")) {
            server.on("GET", COLLECTIONS + "/" + name, Answer.json(200, "{}"));
        }
    }

    private Path handbook() throws IOException {
        Path handbook = Files.createDirectories(folder.resolve("handbook"));
        Files.writeString(handbook.resolve("a b.md"), "Leave: 30 days.");
        Files.writeString(handbook.resolve("picture.png"), "x");
        Files.writeString(Files.createDirectory(handbook.resolve("sub")).resolve("c.HTML"), "<p>");
        Files.writeString(Files.createDirectory(handbook.resolve(".git")).resolve("d.txt"), "x");
        return handbook;
    }

    private CommandRun rag(String... arguments) {
        return rag(Terminal.NONE, arguments);
    }

    private CommandRun rag(Terminal terminal, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "rag";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(
                new Shell(
                        Map.of("CHASQUI_URL", server.url().toString()),
                        InputStream.nullInputStream(),
                        terminal),
                options -> {},
                all);
    }
}
