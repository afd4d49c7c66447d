package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.plugins.rag.filestore.AttachedFile;
import dev.chasqui.plugins.rag.filestore.AttachedFile.Status;
import dev.chasqui.plugins.rag.filestore.FileBatch;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.filestore.VectorStores.Attachment;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routes of the files of vector stores, and of their batches. Safe for several threads. */
final class StoreFileRoutes {
    private static final String FILES = VectorStoreRoutes.ONE + "/files";
    private static final String FILE = FILES + "/{file}";
    private static final String BATCHES = VectorStoreRoutes.ONE + "/file_batches";
    private static final String BATCH = BATCHES + "/{batch}";
    private static final int MOST_LISTED = 100;
    private static final int USUALLY_LISTED = 20;
    private static final int MOST_IN_BATCH = 2_000;

    private final Rights rights;
    private final VectorStores stores;
    private final Collections collections;

    StoreFileRoutes(Rights rights, VectorStores stores, Collections collections) {
        this.rights = rights;
        this.stores = stores;
        this.collections = collections;
    }

    List<WebRoute> all() {
        long body = VectorStoreRoutes.BODY;
        return List.of(
                new WebRoute(Method.POST, FILES, body, this::attach),
                new WebRoute(Method.GET, FILES, this::list),
                new WebRoute(
                        Method.GET,
                        FILE,
                        call -> RouteReply.ok(file(call, rights.readable(call)).toJson())),
                new WebRoute(Method.POST, FILE, body, this::update),
                new WebRoute(Method.DELETE, FILE, this::detach),
                new WebRoute(Method.GET, FILE + "/content", this::content),
                new WebRoute(Method.POST, BATCHES, body, this::attachBatch),
                new WebRoute(
                        Method.GET,
                        BATCH,
                        call -> RouteReply.ok(json(batch(call, rights.readable(call))))),
                new WebRoute(Method.POST, BATCH + "/cancel", body, this::cancel),
                new WebRoute(Method.GET, BATCH + "/files", this::listBatch));
    }

    private StoreFile file(RouteCall call, String collection) {
        String id = call.segment("file");
        return StoreFile.find(collections, stores, collection, id)
                .orElseThrow(() -> Rights.notFound("file of the vector store", id));
    }

    private FileBatch batch(RouteCall call, String collection) {
        String id = call.segment("batch");
        return stores.batch(collection, id)
                .orElseThrow(() -> Rights.notFound("batch of the vector store", id));
    }

    private RouteReply attach(RouteCall call) {
        String collection = rights.changeable(call);
        Attachment attachment = attachment(call, call.json());
        var _ = stores.attach(collection, List.of(attachment), false);
        String id = attachment.file().id();
        return RouteReply.ok(
                StoreFile.find(collections, stores, collection, id)
                        .orElseThrow(() -> Rights.notFound("file of the vector store", id))
                        .toJson());
    }

    private Attachment attachment(RouteCall call, Json.Obj body) {
        Members.requireAutoChunking(body);
        return new Attachment(
                rights.file(call, Members.required(body, "file_id")), Members.attributes(body));
    }

    private RouteReply list(RouteCall call) {
        String collection = rights.readable(call);
        return page(call, StoreFile.all(collections, stores, collection));
    }

    private RouteReply listBatch(RouteCall call) {
        String collection = rights.readable(call);
        Set<String> ids = new HashSet<>(batch(call, collection).files());
        return page(
                call,
                StoreFile.all(collections, stores, collection).stream()
                        .filter(file -> ids.contains(file.id()))
                        .toList());
    }

    private static RouteReply page(RouteCall call, List<StoreFile> files) {
        Optional<String> status = call.query("filter").filter(text -> !text.isEmpty());
        if (status.isPresent()
                && Arrays.stream(Status.values()).noneMatch(s -> s.word().equals(status.get()))) {
            throw Members.invalid(
                    "filter", "expected: in_progress, completed, failed or cancelled");
        }
        List<Page.Entry<StoreFile>> entries =
                files.stream()
                        .filter(file -> status.map(file.status().word()::equals).orElse(true))
                        .map(file -> new Page.Entry<>(file.id(), file.created(), file))
                        .toList();
        return Page.of(call, entries, StoreFile::toJson, MOST_LISTED, USUALLY_LISTED);
    }

    private RouteReply update(RouteCall call) {
        String collection = rights.changeable(call);
        AttachedFile file =
                file(call, collection)
                        .attached()
                        .orElseThrow(
                                () ->
                                        Members.invalid(
                                                "file_id",
                                                "was not attached as a file, so it takes no"
                                                        + " attributes"));
        var _ = stores.withAttributes(file, Members.attributes(call.json()));
        return RouteReply.ok(file(call, collection).toJson());
    }

    private RouteReply detach(RouteCall call) {
        String collection = rights.changeable(call);
        StoreFile file = file(call, collection);
        file.attached()
                .ifPresentOrElse(
                        attached -> stores.detach(attached, call.cancellation()),
                        () ->
                                stores.removeDocument(
                                        collection, file.document(), call.cancellation()));
        return RouteReply.ok(OpenAiJson.deleted(file.id(), "vector_store.file.deleted"));
    }

    private RouteReply content(RouteCall call) {
        String collection = rights.readable(call);
        StoreFile file = file(call, collection);
        String text =
                file.status() == Status.COMPLETED
                        ? collections.text(new CollectionName(collection), file.document())
                        : "";
        List<Json> parts = text.isEmpty() ? List.of() : List.of(OpenAiJson.text(text));
        return RouteReply.ok(
                OpenAiJson.whole("vector_store.file_content.page", parts)
                        .with("file_id", Json.of(file.id()))
                        .with("filename", Json.of(file.document()))
                        .with("attributes", file.attributes()));
    }

    private RouteReply attachBatch(RouteCall call) {
        String collection = rights.changeable(call);
        Json.Obj body = call.json();
        List<Attachment> attachments = new ArrayList<>();
        for (String id : Members.texts(body, "file_ids")) {
            attachments.add(attachment(call, body.with("file_id", Json.of(id))));
        }
        for (Json item : Members.items(body, "files")) {
            if (!(item instanceof Json.Obj file)) {
                throw Members.invalid("files", "expected: objects");
            }
            attachments.add(attachment(call, file));
        }
        Map<String, Attachment> distinct = new HashMap<>();
        attachments.forEach(attachment -> distinct.put(attachment.file().id(), attachment));
        if (distinct.isEmpty() || distinct.size() > MOST_IN_BATCH) {
            throw Members.invalid("file_ids", "expected: 1 to " + MOST_IN_BATCH + " files");
        }
        return stores.attach(collection, List.copyOf(distinct.values()), true)
                .map(batch -> RouteReply.ok(json(batch)))
                .orElseThrow();
    }

    private RouteReply cancel(RouteCall call) {
        String collection = rights.changeable(call);
        return RouteReply.ok(json(stores.cancel(batch(call, collection))));
    }

    private Json.Obj json(FileBatch batch) {
        Map<Status, Long> files = new HashMap<>();
        for (String id : batch.files()) {
            stores.file(batch.collection(), id)
                    .ifPresent(file -> files.merge(file.status(), 1L, Long::sum));
        }
        boolean busy = files.getOrDefault(Status.IN_PROGRESS, 0L) > 0;
        String status = busy ? "in_progress" : batch.cancelled() ? "cancelled" : "completed";
        return Json.Obj.EMPTY
                .with("id", Json.of(batch.id()))
                .with("object", Json.of("vector_store.files_batch"))
                .with("created_at", Json.of(batch.created().getEpochSecond()))
                .with("vector_store_id", Json.of(Rights.id(batch.collection())))
                .with("status", Json.of(status))
                .with("file_counts", OpenAiJson.counts(files));
    }
}
