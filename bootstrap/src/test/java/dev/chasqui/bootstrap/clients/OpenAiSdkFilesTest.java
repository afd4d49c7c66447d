package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.ComparisonFilter;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.vectorstores.VectorStore;
import com.openai.models.vectorstores.VectorStoreCreateParams;
import com.openai.models.vectorstores.VectorStoreListParams;
import com.openai.models.vectorstores.VectorStoreSearchParams;
import com.openai.models.vectorstores.VectorStoreSearchResponse;
import com.openai.models.vectorstores.VectorStoreUpdateParams;
import com.openai.models.vectorstores.filebatches.FileBatchCancelParams;
import com.openai.models.vectorstores.filebatches.FileBatchCreateParams;
import com.openai.models.vectorstores.filebatches.FileBatchListFilesParams;
import com.openai.models.vectorstores.filebatches.FileBatchRetrieveParams;
import com.openai.models.vectorstores.filebatches.VectorStoreFileBatch;
import com.openai.models.vectorstores.files.FileContentParams;
import com.openai.models.vectorstores.files.FileDeleteParams;
import com.openai.models.vectorstores.files.FileRetrieveParams;
import com.openai.models.vectorstores.files.FileUpdateParams;
import com.openai.models.vectorstores.files.VectorStoreFile;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.bootstrap.exchange.Collections;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files and vector stores in the eyes of OpenAI's own Java SDK, which checks all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiSdkFilesTest {
    private final FakeBackend backend = FakeOpenAi.start("tiny");
    private final StartedServer server =
            StartedServer.of(
                    "{\"backends\":["
                            + StartedServer.backendConfig("backend", backend, "openai")
                            + "]}",
                    PluginJars.RAG);
    private final OpenAIClient client =
            OpenAIOkHttpClient.builder()
                    .baseUrl(server.url() + "/v1")
                    .apiKey("none")
                    .maxRetries(0)
                    .responseValidation(true)
                    .build();

    @AfterAll
    void close() {
        client.close();
        server.close();
        backend.close();
    }

    private FileObject upload(String name, String text) {
        return client.files()
                .create(
                        FileCreateParams.builder()
                                .purpose(FilePurpose.ASSISTANTS)
                                .file(content(name, text))
                                .build());
    }

    private static MultipartField<InputStream> content(String name, String text) {
        return MultipartField.<InputStream>builder()
                .value(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .filename(name)
                .build();
    }

    private VectorStore store(String name) {
        return client.vectorStores().create(VectorStoreCreateParams.builder().name(name).build());
    }

    private VectorStoreFile attached(String store, String file) {
        return client.vectorStores()
                .files()
                .retrieve(file, FileRetrieveParams.builder().vectorStoreId(store).build());
    }

    private VectorStoreFile attach(String store, String file, String year) {
        client.vectorStores()
                .files()
                .create(
                        store,
                        com.openai.models.vectorstores.files.FileCreateParams.builder()
                                .fileId(file)
                                .attributes(
                                        com.openai.models.vectorstores.files.FileCreateParams
                                                .Attributes.builder()
                                                .putAdditionalProperty("kind", JsonValue.from("a"))
                                                .putAdditionalProperty(
                                                        "year",
                                                        JsonValue.from(Integer.parseInt(year)))
                                                .build())
                                .build());
        Polled.until(
                "it is added",
                () -> !attached(store, file).status().equals(VectorStoreFile.Status.IN_PROGRESS));
        return attached(store, file);
    }

    private List<VectorStoreSearchResponse> search(
            String store, String query, VectorStoreSearchParams.Builder more) {
        return client.vectorStores().search(store, more.query(query).build()).data();
    }

    @Test
    void aFileIsKeptListedReadAndDeleted() throws IOException {
        FileObject file = upload("ñandú 1.txt", "Thirty days.");
        assertThat(file.filename()).isEqualTo("ñandú 1.txt");
        assertThat(file.bytes()).isEqualTo(12);
        assertThat(client.files().retrieve(file.id())).isEqualTo(file);
        assertThat(client.files().list().data()).contains(file);
        assertThat(
                        client.files()
                                .list(
                                        FileListParams.builder()
                                                .purpose("vision")
                                                .limit(1)
                                                .order(FileListParams.Order.ASC)
                                                .build())
                                .data())
                .isEmpty();
        try (HttpResponse content = client.files().content(file.id())) {
            assertThat(content.body().readAllBytes()).asString().isEqualTo("Thirty days.");
        }

        assertThat(client.files().delete(file.id()).deleted()).isTrue();
        assertThatThrownBy(() -> client.files().retrieve(file.id()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.files().content(file.id()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aFileExpiresWhenItsOwnerSays() {
        FileObject file =
                client.files()
                        .create(
                                FileCreateParams.builder()
                                        .purpose(FilePurpose.USER_DATA)
                                        .file(content("a.txt", "Some text."))
                                        .expiresAfter(
                                                FileCreateParams.ExpiresAfter.builder()
                                                        .seconds(7_200)
                                                        .build())
                                        .build());

        assertThat(file.expiresAt()).contains(file.createdAt() + 7_200);
    }

    @Test
    void aVectorStoreIsACollectionAndTheOtherWayRound() throws IOException {
        VectorStore store = store("leave");
        assertThat(store.id()).isEqualTo("vs_leave");
        assertThat(store.status()).isEqualTo(VectorStore.Status.COMPLETED);
        FileObject file = upload("leave.txt", "Employees have thirty days of leave.");
        VectorStoreFile attached = attach(store.id(), file.id(), "2024");
        assertThat(attached.status()).isEqualTo(VectorStoreFile.Status.COMPLETED);
        assertThat(attached.usageBytes()).isEqualTo(36);
        new Collections(server.port()).add("leave", "notes.md", "Part-timers have ten days.");

        VectorStore now = client.vectorStores().retrieve(store.id());
        assertThat(now.fileCounts().completed()).isEqualTo(2);
        assertThat(search(store.id(), "days", VectorStoreSearchParams.builder()))
                .extracting(VectorStoreSearchResponse::filename)
                .containsExactlyInAnyOrder("leave.txt", "notes.md");
        assertThat(RawHttp.get(server.port(), "/admin/collections/leave/search?q=employees").text())
                .contains("\"document\":\"leave.txt\"");

        List<VectorStoreFile> files = client.vectorStores().files().list(store.id()).data();
        assertThat(files).hasSize(2);
        String other =
                files.stream()
                        .map(VectorStoreFile::id)
                        .filter(id -> !id.equals(file.id()))
                        .findFirst()
                        .orElseThrow();
        assertThat(
                        client.vectorStores()
                                .files()
                                .content(
                                        other,
                                        FileContentParams.builder()
                                                .vectorStoreId(store.id())
                                                .build())
                                .data()
                                .getFirst()
                                .text())
                .contains("Part-timers have ten days.");
        for (String id : List.of(other, file.id())) {
            client.vectorStores()
                    .files()
                    .delete(id, FileDeleteParams.builder().vectorStoreId(store.id()).build());
        }
        assertThat(search(store.id(), "days", VectorStoreSearchParams.builder())).isEmpty();
        assertThat(client.files().retrieve(file.id()).bytes()).isEqualTo(36);

        assertThat(client.vectorStores().delete(store.id()).deleted()).isTrue();
        assertThatThrownBy(() -> client.vectorStores().retrieve(store.id()))
                .isInstanceOf(NotFoundException.class);
        assertThat(RawHttp.get(server.port(), "/admin/collections/leave").status()).isEqualTo(404);
    }

    @Test
    void aSearchFiltersByAttributes() {
        String store = store("years").id();
        String old = upload("old.txt", "Twenty days of leave.").id();
        String recent = upload("new.txt", "Thirty days of leave.").id();
        attach(store, old, "2019");
        attach(store, recent, "2024");

        List<VectorStoreSearchResponse> found =
                search(
                        store,
                        "days of leave",
                        VectorStoreSearchParams.builder()
                                .maxNumResults(5)
                                .filters(
                                        ComparisonFilter.builder()
                                                .key("year")
                                                .type(ComparisonFilter.Type.GTE)
                                                .value(2020)
                                                .build()));
        assertThat(found)
                .singleElement()
                .satisfies(hit -> assertThat(hit.fileId()).isEqualTo(recent))
                .satisfies(hit -> assertThat(hit.score()).isBetween(0.0, 1.0))
                .satisfies(
                        hit ->
                                assertThat(hit.content().getFirst().text())
                                        .isEqualTo("Thirty days of leave."));

        client.vectorStores()
                .files()
                .update(
                        recent,
                        FileUpdateParams.builder()
                                .vectorStoreId(store)
                                .attributes(
                                        FileUpdateParams.Attributes.builder()
                                                .putAdditionalProperty("year", JsonValue.from(2018))
                                                .build())
                                .build());
        assertThat(
                        search(
                                store,
                                "days of leave",
                                VectorStoreSearchParams.builder()
                                        .filters(
                                                ComparisonFilter.builder()
                                                        .key("year")
                                                        .type(ComparisonFilter.Type.GTE)
                                                        .value(2020)
                                                        .build())))
                .isEmpty();
        assertThatThrownBy(() -> search(store, " ", VectorStoreSearchParams.builder()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("query: expected");
    }

    @Test
    void aFileThatCannotBeReadSaysWhyAndTheOthersOfItsBatchAreThere() {
        String store = store("batch").id();
        String good = upload("good.txt", "Thirty days.").id();
        String broken = upload("broken.pdf", "no pdf").id();
        String binary = upload("old.eml", "From: \0\1\2").id();
        VectorStoreFileBatch batch =
                client.vectorStores()
                        .fileBatches()
                        .create(
                                store,
                                FileBatchCreateParams.builder()
                                        .fileIds(List.of(good, broken, binary))
                                        .build());
        FileBatchRetrieveParams which =
                FileBatchRetrieveParams.builder().vectorStoreId(store).build();
        Polled.until(
                "the batch is done",
                () ->
                        client.vectorStores()
                                .fileBatches()
                                .retrieve(batch.id(), which)
                                .status()
                                .equals(VectorStoreFileBatch.Status.COMPLETED));

        VectorStoreFileBatch done = client.vectorStores().fileBatches().retrieve(batch.id(), which);
        assertThat(done.fileCounts().completed()).isEqualTo(1);
        assertThat(done.fileCounts().failed()).isEqualTo(2);
        assertThat(
                        client.vectorStores()
                                .fileBatches()
                                .listFiles(
                                        batch.id(),
                                        FileBatchListFilesParams.builder()
                                                .vectorStoreId(store)
                                                .filter(FileBatchListFilesParams.Filter.FAILED)
                                                .build())
                                .data())
                .extracting(file -> file.lastError().orElseThrow().code())
                .containsExactlyInAnyOrder(
                        VectorStoreFile.LastError.Code.INVALID_FILE,
                        VectorStoreFile.LastError.Code.UNSUPPORTED_FILE);
        assertThat(attached(store, broken).lastError().orElseThrow().message())
                .contains("broken.pdf");
        assertThat(
                        client.vectorStores()
                                .fileBatches()
                                .cancel(
                                        batch.id(),
                                        FileBatchCancelParams.builder()
                                                .vectorStoreId(store)
                                                .build())
                                .fileCounts()
                                .completed())
                .isEqualTo(1);
    }

    @Test
    void aFileThatIsDeletedLeavesItsVectorStores() {
        String store = store("leaving").id();
        String file = upload("a.txt", "Thirty days.").id();
        attach(store, file, "2024");
        client.files().delete(file);

        assertThat(search(store, "days", VectorStoreSearchParams.builder())).isEmpty();
        assertThatThrownBy(() -> attached(store, file)).isInstanceOf(NotFoundException.class);
        assertThat(client.vectorStores().retrieve(store).fileCounts().total()).isZero();
    }

    @Test
    void twoFilesOfOneNameAreTwoDocuments() {
        String store = store("twins").id();
        attach(store, upload("a.txt", "Thirty days.").id(), "2024");
        attach(store, upload("a.txt", "Forty days.").id(), "2024");

        assertThat(search(store, "days", VectorStoreSearchParams.builder())).hasSize(2);
    }

    @Test
    void storesAreListedInPagesAndChanged() {
        for (int i = 0; i < 3; i++) {
            store("page " + i);
        }
        VectorStore named = store("page 1");
        assertThat(named.name()).isEqualTo("page 1");
        assertThat(named.id()).startsWith("vs_page-1-");
        VectorStore changed =
                client.vectorStores()
                        .update(
                                named.id(),
                                VectorStoreUpdateParams.builder()
                                        .name("renamed")
                                        .metadata(
                                                VectorStoreUpdateParams.Metadata.builder()
                                                        .putAdditionalProperty(
                                                                "team", JsonValue.from("hr"))
                                                        .build())
                                        .build());
        assertThat(changed.name()).isEqualTo("renamed");
        assertThat(changed.id()).isEqualTo(named.id());
        assertThat(changed.metadata().orElseThrow().toString()).contains("team=hr");

        List<String> all =
                client
                        .vectorStores()
                        .list(VectorStoreListParams.builder().limit(2).build())
                        .autoPager()
                        .stream()
                        .map(VectorStore::id)
                        .toList();
        assertThat(all).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(4);
        assertThat(all).contains(named.id());
    }
}
