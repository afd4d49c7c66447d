package dev.chasqui.plugins.rag.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.plugin.testkit.TestModels;
import dev.chasqui.plugins.rag.filestore.FileLimits;
import dev.chasqui.plugins.rag.filestore.FileStore;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.retrieval.RetrievalSettings;
import dev.chasqui.plugins.rag.retrieval.Retriever;
import dev.chasqui.plugins.rag.store.Collections;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CollectionRoutesTest {
    private static final String ONE = "/admin/collections/{name}";
    private static final String DOCUMENTS = ONE + "/documents";
    private static final Map<String, String> HANDBOOK = Map.of("name", "handbook");

    @TempDir private Path data;
    private Collections store;
    private final TestModels models =
            new TestModels(
                    request -> {
                        throw new UnsupportedOperationException("nobody chats here");
                    },
                    text -> new float[] {1, 0});
    private DocumentIntake intake;
    private VectorStores stores;
    private CollectionRoutes routes;

    @BeforeEach
    void open() {
        store = Collections.open(data);
        intake = new DocumentIntake(store);
        FileLimits limits = new FileLimits(new ByteSize(1), new ByteSize(1));
        Clock clock = Clock.systemUTC();
        FileStore files = FileStore.open(data, limits, clock);
        stores = VectorStores.open(data, files, store, intake, clock);
        routes =
                new CollectionRoutes(
                        store,
                        Uploads.open(data),
                        intake,
                        new Retriever(store, models, RetrievalSettings.USUAL),
                        name -> Optional.empty(),
                        () -> Optional.of("handbook"),
                        stores);
    }

    @AfterEach
    void close() {
        stores.close();
        intake.close();
        store.close();
    }

    private RouteReply call(Method method, String path, Call call) {
        WebRoute route =
                routes.all().stream()
                        .filter(r -> r.method() == method && r.path().equals(path))
                        .findFirst()
                        .orElseThrow();
        return route.handler().handle(call);
    }

    private static String text(RouteReply reply) {
        return ((RouteReply.JsonBody) reply.body()).json().toString();
    }

    private RouteReply addText(String name, String text) {
        Json.Obj body = Json.Obj.EMPTY.with("name", Json.of(name)).with("text", Json.of(text));
        return call(Method.POST, DOCUMENTS, Call.json("handbook", body));
    }

    private RouteReply addForm(String... parts) {
        return addForm(StandardCharsets.UTF_8, parts);
    }

    private RouteReply addForm(Charset charset, String... parts) {
        StringBuilder body = new StringBuilder();
        for (String part : parts) {
            body.append("--xyz\r\nContent-Disposition: form-data; ").append(part).append("\r\n");
        }
        byte[] bytes = body.append("--xyz--\r\n").toString().getBytes(charset);
        return call(Method.POST, DOCUMENTS, Call.form("handbook", bytes));
    }

    @Test
    void aTextIsAddedAndFound() {
        RouteReply added = addText("leave policy.md", "Thirty days of leave.");
        RouteReply found =
                call(Method.GET, ONE + "/search", Call.get(HANDBOOK, Map.of("q", "leave days")));

        assertThat(added.status()).isEqualTo(201);
        assertThat(text(added))
                .contains("\"name\":\"leave policy.md\",\"collection\":\"handbook\"")
                .contains("\"replaced\":false,\"unchanged\":false");
        assertThat(text(found))
                .contains("\"document\":\"leave policy.md\",\"position\":0")
                .contains("\"text\":\"Thirty days of leave.\"");
    }

    @Test
    void aSecondVersionIsCalledReplacedAndTheSameUnchanged() {
        addText("a", "Thirty days.");

        assertThat(addText("a", "Forty days."))
                .satisfies(reply -> assertThat(reply.status()).isEqualTo(200))
                .satisfies(reply -> assertThat(text(reply)).contains("\"replaced\":true"));
        assertThat(text(addText("a", "Forty days."))).contains("\"unchanged\":true");
    }

    @Test
    void aFileOfAFormIsAddedUnderItsOwnNameOrTheOneGiven() {
        addForm("name=\"file\"; filename=\"Größe 1.txt\"\r\n\r\nThirty days.");
        addForm(
                "name=\"name\"\r\n\r\nother/../name",
                "name=\"file\"; filename=\"x.txt\"\r\n\r\nForty days.");

        assertThat(text(call(Method.GET, DOCUMENTS, Call.get(HANDBOOK, Map.of()))))
                .contains("\"name\":\"Größe 1.txt\"", "\"name\":\"other/../name\"");
    }

    @Test
    void severalDocumentsAreAddedAtOnceAndWrongOnesReportedInTheirPlaces() throws Exception {
        Json.Obj body =
                (Json.Obj)
                        JsonReader.read(
                                """
                                {"documents":[
                                 {"name":"1","title":"Leave","text":"Thirty days.","metadata":{"year":2025}},
                                 {"name":"2","text":" "},
                                 {"name":"3"},
                                 7,
                                 {"name":"5","text":"x","metadata":{"a":[]}},
                                 {"name":"6","text":"Forty days.","modified":"2025-01-31T12:00:00Z"}]}
                                """
                                        .getBytes(StandardCharsets.UTF_8));

        String answer = text(call(Method.POST, DOCUMENTS, Call.json("handbook", body)));

        assertThat(answer)
                .contains("{\"name\":\"1\",\"collection\":\"handbook\"")
                .contains("{\"name\":\"2\",\"error\":\"2: text: '2' has no text to search\"}")
                .contains("{\"name\":\"3\",\"error\":\"3: text: is missing or no string")
                .contains("{\"name\":\"\",\"error\":\"name: is missing or no string")
                .contains("{\"name\":\"5\",\"error\":\"5: metadata: is no object of texts")
                .contains("{\"name\":\"6\",\"collection\":\"handbook\"");
        assertThat(text(call(Method.GET, DOCUMENTS, Call.get(HANDBOOK, Map.of()))))
                .contains("\"title\":\"Leave\",\"metadata\":{\"year\":\"2025\"}")
                .contains("\"date\":\"2025-01-31T12:00:00Z\"")
                .doesNotContain("\"name\":\"2\"");
    }

    @Test
    void theFieldsOfAFormStateFactsAboutItsFiles() {
        String file = "name=\"file\"; filename=\"a.txt\"\r\n\r\nThirty days.";
        addForm(file, "name=\"title\"\r\n\r\nLeave", "name=\"metadata\"\r\n\r\n{\"by\":\"Ana\"}");

        assertThat(text(call(Method.GET, DOCUMENTS, Call.get(HANDBOOK, Map.of()))))
                .contains("\"title\":\"Leave\",\"metadata\":{\"by\":\"Ana\"}");
        assertThat(text(addForm(file, "name=\"metadata\"\r\n\r\n{\"by\":\"Bo\"}")))
                .contains("\"replaced\":true");
        assertThat(text(addForm(file, "name=\"metadata\"\r\n\r\n{\"by\":\"Bo\"}")))
                .contains("\"unchanged\":true");
        assertThatThrownBy(() -> addForm(file, "name=\"metadata\"\r\n\r\nby=Ana"))
                .hasMessageContaining("is no object of texts");
        assertThatThrownBy(() -> addForm(file, "name=\"modified\"\r\n\r\nyesterday"))
                .hasMessageContaining("expected: a time as");
    }

    @Test
    void aFileNameIsUtf8OrRefusedSinceTwoWouldBeOne() {
        String file = "name=\"file\"; filename=\"h%s.txt\"\r\n\r\ntext";
        for (String other : List.of("\u00e9", "\u00ff")) {
            assertThatThrownBy(() -> addForm(StandardCharsets.ISO_8859_1, file.formatted(other)))
                    .hasMessageContaining("a file name is not UTF-8")
                    .extracting(e -> ((FailureException) e).failure())
                    .isInstanceOf(Failure.Invalid.class);
        }
        assertThatThrownBy(
                        () ->
                                addForm(
                                        StandardCharsets.ISO_8859_1,
                                        "name=\"name\"\r\n\r\nh\u00e9.txt",
                                        file.formatted("")))
                .hasMessageContaining("the field 'name' is not UTF-8");
        assertThat(store.collections()).isEmpty();

        addForm(file.formatted("\ufffd"));
        addForm(
                StandardCharsets.ISO_8859_1,
                "name=\"name\"\r\n\r\nother.txt",
                file.formatted("\u00e9"));
        assertThat(documents()).contains("\"name\":\"h\ufffd.txt\"", "\"name\":\"other.txt\"");
    }

    @Test
    void aQuoteInAFileNameIsNotItsEndAndABackslashIsItself() {
        addForm("name=\"file\"; filename=\"a\\\"b.txt\"\r\n\r\ntext");
        addForm("name=\"file\"; filename=\"a\\b.txt\"\r\n\r\ntext");

        assertThat(documents()).contains("\"name\":\"a\\\"b.txt\"", "\"name\":\"a\\\\b.txt\"");
    }

    private String documents() {
        return text(call(Method.GET, DOCUMENTS, Call.get(HANDBOOK, Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0.txt", "\0", "", " ", ".", "..", "a\tb", "a\u001bb", "\u202ea"})
    void aNameThatCannotBeOneIsRefused(String name) {
        assertThatThrownBy(() -> addForm("name=\"file\"; filename=\"" + name + "\"\r\n\r\ntext"))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> addText(name, "text"))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Invalid.class);
        assertThat(store.collections()).isEmpty();
    }

    @Test
    void aLargeFileIsReadFromDiskWhichIsLeftEmpty() {
        String text = "Llamas carry loads over the mountains.\n".repeat(60_000);

        addForm("name=\"file\"; filename=\"large.txt\"\r\n\r\n" + text + "€");
        Call document = Call.get(HANDBOOK, Map.of("name", "large.txt"));

        assertThat(text(call(Method.GET, DOCUMENTS, document))).contains("€\"}");
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void ofSeveralFilesNoneIsAddedIfOneCannotBeRead() {
        assertThatThrownBy(
                        () ->
                                addForm(
                                        "name=\"file\"; filename=\"a.txt\"\r\n\r\nThirty days.",
                                        "name=\"file\"; filename=\"b.pdf\"\r\n\r\nno pdf"))
                .hasMessageContaining("b.pdf");
        assertThat(store.collections()).isEmpty();

        RouteReply both =
                addForm(
                        "name=\"file\"; filename=\"a.txt\"\r\n\r\nThirty days.",
                        "name=\"file\"; filename=\"b.txt\"\r\n\r\nForty days.");
        assertThat(text(both)).startsWith("{\"documents\":[{\"name\":\"a.txt\"");
    }

    @Test
    void aFormWithinAFormThatHasNoBoundaryIsRefused() {
        assertThatThrownBy(
                        () ->
                                addForm(
                                        "name=\"file\"\r\nContent-Type: multipart/mixed\r\n\r\n"
                                                + "text"))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aFormWithoutAFileOrWithoutAnEndIsRefused() {
        assertThatThrownBy(() -> addForm("name=\"x\"\r\n\r\ny")).hasMessageContaining("no file");
        assertThatThrownBy(
                        () ->
                                call(
                                        Method.POST,
                                        DOCUMENTS,
                                        Call.form(
                                                "handbook",
                                                "--xyz\r\nhalf".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(FailureException.class);
    }

    @Test
    void aDocumentIsShownWithItsTextByPathAndByParameter() {
        addText("a/b.txt", "Thirty days.");
        Call byPath = Call.get(Map.of("name", "handbook", "document", "a/b.txt"), Map.of());
        Call byParameter = Call.get(HANDBOOK, Map.of("name", "a/b.txt"));

        assertThat(call(Method.GET, DOCUMENTS + "/{document}", byPath))
                .isEqualTo(call(Method.GET, DOCUMENTS, byParameter))
                .extracting(CollectionRoutesTest::text)
                .asString()
                .endsWith("\"metadata\":{},\"text\":\"Thirty days.\"}");
    }

    @Test
    void collectionsAreListedWithTheOneThatConfigNames() {
        addText("a", "Thirty days.");

        assertThat(text(call(Method.GET, "/admin/collections", Call.get(Map.of(), Map.of()))))
                .startsWith("{\"collections\":[{\"name\":\"handbook\",\"documents\":1,")
                .endsWith("\"default\":\"handbook\"}");
    }

    @Test
    void aDeletedDocumentIsGone() {
        addText("a", "Thirty days.");
        addText("b", "Forty days.");
        Call document = Call.get(HANDBOOK, Map.of("name", "a"));

        call(Method.DELETE, DOCUMENTS, document);
        assertThatThrownBy(() -> call(Method.GET, DOCUMENTS, document))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.NotFound.class);

        call(Method.DELETE, ONE, Call.get(HANDBOOK, Map.of()));
        assertThatThrownBy(() -> call(Method.GET, ONE, Call.get(HANDBOOK, Map.of())))
                .extracting(e -> ((FailureException) e).failure())
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void aWrongParameterIsNamed() {
        addText("a", "Thirty days.");

        assertThatThrownBy(
                        () ->
                                call(
                                        Method.GET,
                                        ONE + "/search",
                                        Call.get(HANDBOOK, Map.of("q", "x", "k", "0"))))
                .hasMessageContaining("k: '0' (expected: 1 to");
        assertThatThrownBy(() -> call(Method.GET, ONE + "/search", Call.get(HANDBOOK, Map.of())))
                .hasMessageContaining("q: is missing");
    }
}
