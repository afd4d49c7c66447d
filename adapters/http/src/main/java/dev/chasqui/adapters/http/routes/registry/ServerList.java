package dev.chasqui.adapters.http.routes.registry;

import dev.chasqui.application.exchange.RouteView;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.application.registry.ServerRegistry;
import dev.chasqui.application.routing.BackendReport;
import dev.chasqui.domain.json.Json;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The list of the servers behind this one, for administrators. Of a key at most the end is in it.
 *
 * @param registry the registered servers, and those of the config
 * @param view the states of the backends in the choice
 */
public record ServerList(ServerRegistry registry, RouteView view) {

    /** The origin of what is known of a server. */
    private enum Source {
        REGISTERED,
        CONFIG,
        DISCOVERED,
        FOUND
    }

    /** The name and the address of a backend, since two may have the same name for a while. */
    private record Place(String name, String address) {
        static Place of(BackendState state) {
            return new Place(state.name(), state.address());
        }

        static Place of(BackendReport report) {
            return new Place(report.name(), report.address());
        }
    }

    /** Returns a registered server as the answer to its registration tells it. */
    Json.Obj told(ServerEntry server) {
        Optional<BackendState> state =
                registry.states().stream()
                        .filter(one -> Place.of(one).equals(new Place(server.id(), server.url())))
                        .findFirst();
        Json.Obj told =
                Json.Obj.EMPTY
                        .with("id", Json.of(server.id()))
                        .with("kind", Json.of(ServerKind.words(kinds(Optional.of(server), state))))
                        .with("url", Json.of(server.url()));
        return server.type().map(type -> told.with("type", Json.of(type))).orElse(told);
    }

    /** Returns the servers by their kinds; one of several kinds is there several times. */
    Json.Obj byKind() {
        Map<Place, BackendState> states = new HashMap<>();
        registry.states().forEach(state -> states.put(Place.of(state), state));
        ByKind byKind = new ByKind();
        for (BackendReport report : view.backends()) {
            if (!report.address().isEmpty()) {
                add(report, Optional.ofNullable(states.get(Place.of(report))), byKind);
            }
        }
        return Json.Obj.EMPTY.with("servers", byKind.toJson());
    }

    private void add(BackendReport report, Optional<BackendState> state, ByKind byKind) {
        Optional<ServerEntry> registered = registry.registered(report.name(), report.address());
        Optional<ServerEntry> known =
                registered.or(() -> registry.configured(report.name(), report.address()));
        Source source =
                registered.isPresent()
                        ? Source.REGISTERED
                        : known.isPresent() ? Source.CONFIG : foundBy(report);
        Set<ServerKind> kinds = kinds(known, state);
        Json.Obj entry = entry(report, state, kinds, source, known.flatMap(ServerEntry::key));
        kinds.forEach(kind -> byKind.add(kind, entry));
    }

    private Source foundBy(BackendReport report) {
        return registry.discovered(report.name(), report.address()).isPresent()
                ? Source.DISCOVERED
                : Source.FOUND;
    }

    /** Returns the kinds that were named, or else those of its models, or else chats. */
    private static Set<ServerKind> kinds(
            Optional<ServerEntry> known, Optional<BackendState> state) {
        return known.map(ServerEntry::kinds)
                .filter(kinds -> !kinds.isEmpty())
                .or(() -> state.map(BackendState::kinds).map(ServerKind::answering))
                .filter(kinds -> !kinds.isEmpty())
                .orElse(Set.of(ServerKind.CHAT));
    }

    private static Json.Obj entry(
            BackendReport report,
            Optional<BackendState> state,
            Set<ServerKind> kinds,
            Source source,
            Optional<ServerKey> key) {
        Map<String, Json> entry = new LinkedHashMap<>();
        entry.put("id", Json.of(report.name()));
        entry.put("url", Json.of(report.address()));
        entry.put("kind", Json.of(ServerKind.words(kinds)));
        report.type().ifPresent(type -> entry.put("type", Json.of(type)));
        boolean unlisted =
                report.state() == BackendReport.State.UP
                        && state.filter(one -> !one.up()).isPresent();
        entry.put("zone", Json.of(word(report.zone())));
        entry.put("state", Json.of(unlisted ? "unlisted" : word(report.state())));
        entry.put("source", Json.of(word(source)));
        key.ifPresent(one -> entry.put("api_key", Json.of(one.masked())));
        return new Json.Obj(entry);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
