package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonScanner;

import java.util.List;
import java.util.Set;

/**
 * The members of a request's body that its decoded form does not hold. In its own dialect a request
 * keeps them, since its bytes go out; in another dialect they are dropped.
 */
public final class UnreadMembers {
    private static final List<String> READ_OF_TOOLS = List.of("type", "function");

    private UnreadMembers() {}

    /** Adds the names of those members of a request to {@code dropped}. */
    public static void addTo(Set<String> dropped, ChatRequest request) {
        Source source = request.source().orElse(null);
        if (source instanceof PartlyRead body) {
            dropped.addAll(body.unread());
        }
        if (source instanceof ScannedBody body) {
            add(body.scan(), dropped);
        }
    }

    /** The top-level members of the body of this request but those of these names. */
    public static List<String> of(EmbeddingRequest request, Set<String> read) {
        return request.source().orElse(null) instanceof ScannedBody body
                ? body.scan().members().keySet().stream()
                        .filter(name -> !read.contains(name))
                        .toList()
                : List.of();
    }

    private static void add(BodyScan scan, Set<String> dropped) {
        addOthers(scan, "stream_options", Set.of("include_usage"), dropped);
        addOthers(scan, "response_format", Set.of("type", "json_schema", "schema"), dropped);
        addOfTools(scan, dropped);
    }

    private static void addOthers(
            BodyScan scan, String member, Set<String> read, Set<String> dropped) {
        if (scan.value(member).orElse(Json.Null.NULL) instanceof Json.Obj object) {
            object.members().keySet().stream()
                    .filter(name -> !read.contains(name))
                    .forEach(name -> dropped.add(member + "." + name));
        }
    }

    /** Adds unread members of tools. It does not descend into their schemas, which are long. */
    private static void addOfTools(BodyScan scan, Set<String> dropped) {
        BodyScan.Range tools = scan.present("tools");
        if (tools == null) {
            return;
        }
        JsonScanner scanner = new JsonScanner().over(scan.body(), tools.from(), tools.to());
        scanner.enter();
        while (scanner.nextItem()) {
            scanner.enter();
            while (scanner.nextMember()) {
                String name = scanner.name();
                if (!READ_OF_TOOLS.contains(name)) {
                    dropped.add("tools." + name);
                }
                scanner.skip();
            }
        }
    }
}
