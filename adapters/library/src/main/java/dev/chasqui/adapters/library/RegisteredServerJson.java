package dev.chasqui.adapters.library;

import dev.chasqui.application.port.registry.DrainedServer;
import dev.chasqui.application.port.registry.RegisteredServers;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.model.Zone;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The form of the registered servers in their file. Stateless. */
final class RegisteredServerJson {
    private static final System.Logger LOG = System.getLogger(RegisteredServerJson.class.getName());

    private RegisteredServerJson() {}

    static Json.Obj write(RegisteredServers all) {
        return Json.Obj.EMPTY
                .with("servers", array(all.servers().stream().map(RegisteredServerJson::write)))
                .with(
                        "drained",
                        array(
                                all.drained().stream()
                                        .sorted(
                                                Comparator.comparing(DrainedServer::name)
                                                        .thenComparing(DrainedServer::url))
                                        .map(RegisteredServerJson::write)));
    }

    private static Json.Obj write(ServerEntry server) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("id", Json.of(server.id()));
        members.put("url", Json.of(server.url()));
        members.put("kinds", array(server.kinds().stream().sorted().map(k -> Json.of(k.word()))));
        server.key().ifPresent(key -> members.put("key", Json.of(key.secret())));
        server.zone().ifPresent(zone -> members.put("zone", Json.of(zone.word())));
        server.type().ifPresent(type -> members.put("type", Json.of(type)));
        members.put("models", array(server.models().stream().map(Json::of)));
        return new Json.Obj(members);
    }

    private static Json.Obj write(DrainedServer one) {
        return Json.Obj.EMPTY.with("name", Json.of(one.name())).with("url", Json.of(one.url()));
    }

    private static Json.Arr array(Stream<? extends Json> items) {
        return new Json.Arr(items.<Json>map(item -> item).toList());
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it holds something else; the message quotes nothing of it
     */
    static RegisteredServers read(byte[] file) {
        try {
            if (!(JsonReader.read(file) instanceof Json.Obj object)) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            return new RegisteredServers(
                    objects(object, "servers").map(RegisteredServerJson::server).toList(),
                    objects(object, "drained")
                            .map(one -> new DrainedServer(text(one, "name"), text(one, "url")))
                            .collect(Collectors.toUnmodifiableSet()));
        } catch (FailureException e) {
            throw new IllegalArgumentException("it is no JSON", e);
        }
    }

    private static ServerEntry server(Json.Obj object) {
        return new ServerEntry(
                text(object, "id"),
                text(object, "url"),
                kinds(object),
                object.text("key").map(ServerKey::new),
                object.text("zone").map(RegisteredServerJson::zone),
                object.text("type"),
                items(object, "models").stream().map(name -> string(name, "models")).toList());
    }

    /** Returns the kinds, without those that this version does not know. */
    private static Set<ServerKind> kinds(Json.Obj object) {
        Set<ServerKind> kinds = EnumSet.noneOf(ServerKind.class);
        for (Json item : items(object, "kinds")) {
            String word = string(item, "kinds");
            ServerKind.of(word)
                    .ifPresentOrElse(
                            kinds::add,
                            () ->
                                    LOG.log(
                                            System.Logger.Level.WARNING,
                                            "the registered server "
                                                    + text(object, "id")
                                                    + " has the unknown kind '"
                                                    + Quoting.shorten(word)
                                                    + "', which is left out; a newer version"
                                                    + " may have written it"));
        }
        return kinds;
    }

    private static Zone zone(String word) {
        return Zone.of(word).orElseThrow(() -> wrong("zone"));
    }

    private static Stream<Json.Obj> objects(Json.Obj object, String member) {
        return items(object, member).stream()
                .map(
                        item -> {
                            if (item instanceof Json.Obj entry) {
                                return entry;
                            }
                            throw wrong(member);
                        });
    }

    private static List<Json> items(Json.Obj object, String member) {
        if (object.get(member).orElse(Json.Null.NULL) instanceof Json.Arr(var items)) {
            return items;
        }
        throw wrong(member);
    }

    private static String text(Json.Obj object, String member) {
        return string(object.get(member).orElse(Json.Null.NULL), member);
    }

    private static String string(Json value, String member) {
        if (value instanceof Json.Str(String text) && !text.isEmpty()) {
            return text;
        }
        throw wrong(member);
    }

    private static IllegalArgumentException wrong(String member) {
        return new IllegalArgumentException("its member '" + member + "' is missing or wrong");
    }
}
