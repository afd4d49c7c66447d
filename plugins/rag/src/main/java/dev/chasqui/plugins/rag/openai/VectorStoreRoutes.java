package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.domain.route.RouteReply;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.domain.route.WebRoute.Method;
import dev.chasqui.plugins.rag.filestore.AttachedFile;
import dev.chasqui.plugins.rag.filestore.AttachedFile.Status;
import dev.chasqui.plugins.rag.filestore.StoreFacts;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.retrieval.Retriever;
import dev.chasqui.plugins.rag.store.CollectionInfo;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The routes of vector stores themselves. Safe for use by several threads. */
final class VectorStoreRoutes {
    static final String ALL = "/v1/vector_stores";
    static final String ONE = ALL + "/{store}";

    /** The largest body in bytes. */
    static final long BODY = 1L << 20;

    private static final int MOST_LISTED = 100;
    private static final int USUALLY_LISTED = 20;

    private final Rights rights;
    private final VectorStores stores;
    private final Collections collections;
    private final StoreSearch search;

    VectorStoreRoutes(
            Rights rights,
            VectorStores stores,
            Collections collections,
            Library library,
            Retriever retriever) {
        this.rights = rights;
        this.stores = stores;
        this.collections = collections;
        this.search = new StoreSearch(rights, stores, library, retriever);
    }

    List<WebRoute> all() {
        return List.of(
                new WebRoute(Method.POST, ALL, BODY, this::create),
                new WebRoute(Method.GET, ALL, this::list),
                new WebRoute(Method.GET, ONE, call -> RouteReply.ok(json(rights.readable(call)))),
                new WebRoute(Method.POST, ONE, BODY, this::update),
                new WebRoute(Method.DELETE, ONE, this::delete),
                new WebRoute(Method.POST, ONE + "/search", BODY, search::search));
    }

    private RouteReply create(RouteCall call) {
        Json.Obj body = call.json();
        Members.requireAutoChunking(body);
        List<VectorStores.Attachment> files =
                Members.texts(body, "file_ids").stream()
                        .distinct()
                        .map(id -> rights.file(call, id))
                        .map(file -> new VectorStores.Attachment(file, Json.Obj.EMPTY))
                        .toList();
        StoreFacts store =
                stores.create(
                        call.caller(),
                        Members.storeName(body),
                        Members.metadata(body),
                        Members.expiry(body),
                        call::mayUseCollection);
        if (!files.isEmpty()) {
            attach(store.collection(), files, call);
        }
        return RouteReply.ok(json(store.collection()));
    }

    /** Attaches the first files of a store, which is not made without them. */
    private void attach(String collection, List<VectorStores.Attachment> files, RouteCall call) {
        try {
            var _ = stores.attach(collection, files, false);
        } catch (RuntimeException e) {
            stores.delete(collection, call.cancellation());
            throw e;
        }
    }

    private RouteReply list(RouteCall call) {
        TreeSet<String> names = new TreeSet<>(collections.collections());
        stores.all().forEach(store -> names.add(store.collection()));
        List<Page.Entry<String>> entries =
                names.stream()
                        .filter(name -> rights.mayRead(call, name) && stores.exists(name))
                        .map(name -> new Page.Entry<>(Rights.id(name), created(name), name))
                        .toList();
        return Page.of(call, entries, this::json, MOST_LISTED, USUALLY_LISTED);
    }

    private RouteReply update(RouteCall call) {
        String collection = rights.changeable(call);
        Json.Obj body = call.json();
        StoreFacts old = stores.facts(collection).orElseGet(() -> shared(collection));
        Optional<Duration> expiry =
                body.get("expires_after").isPresent() ? Members.expiry(body) : old.expiresAfter();
        stores.update(
                old.with(
                        Members.storeName(body).orElse(old.name()),
                        body.get("metadata").isPresent() ? Members.metadata(body) : old.metadata(),
                        expiry));
        return RouteReply.ok(json(collection));
    }

    /** Returns the facts of a collection that was made in another way. */
    private StoreFacts shared(String collection) {
        Instant created = created(collection);
        return new StoreFacts(
                collection,
                collection,
                Optional.empty(),
                created,
                Json.Obj.EMPTY,
                Optional.empty(),
                created);
    }

    private RouteReply delete(RouteCall call) {
        String collection = rights.changeable(call);
        stores.delete(collection, call.cancellation());
        return RouteReply.ok(OpenAiJson.deleted(Rights.id(collection), "vector_store.deleted"));
    }

    private Instant created(String collection) {
        return stores.facts(collection)
                .map(StoreFacts::created)
                .or(() -> info(collection).map(CollectionInfo::updated))
                .orElse(Instant.EPOCH);
    }

    /** Returns the figures of a collection; empty if there is none, or if it cannot be read. */
    private Optional<CollectionInfo> info(String collection) {
        try {
            return collections.collections().contains(collection)
                    ? Optional.of(collections.info(new CollectionName(collection)))
                    : Optional.empty();
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    private Json.Obj json(String collection) {
        Optional<CollectionInfo> info = info(collection);
        StoreFacts store = stores.facts(collection).orElseGet(() -> shared(collection));
        Map<Status, Long> files =
                stores.files(collection).stream()
                        .collect(
                                Collectors.groupingBy(AttachedFile::status, Collectors.counting()));
        files.put(Status.COMPLETED, info.map(known -> (long) known.documents()).orElse(0L));
        boolean busy = files.getOrDefault(Status.IN_PROGRESS, 0L) > 0;
        Json expiry =
                store.expiresAfter()
                        .<Json>map(
                                time ->
                                        Json.Obj.EMPTY
                                                .with("anchor", Json.of("last_active_at"))
                                                .with("days", Json.of(time.toDays())))
                        .orElse(Json.Null.NULL);
        return Json.Obj.EMPTY
                .with("id", Json.of(Rights.id(collection)))
                .with("object", Json.of("vector_store"))
                .with("created_at", Json.of(store.created().getEpochSecond()))
                .with("name", Json.of(store.name()))
                .with("usage_bytes", Json.of(info.map(CollectionInfo::bytes).orElse(0L)))
                .with("file_counts", OpenAiJson.counts(files))
                .with("status", Json.of(busy ? "in_progress" : "completed"))
                .with("expires_after", expiry)
                .with("expires_at", OpenAiJson.time(store.expires()))
                .with("last_active_at", Json.of(store.lastActive().getEpochSecond()))
                .with("metadata", store.metadata());
    }
}
