package dev.chasqui.adapters.http.routes.registry;

import dev.chasqui.application.exchange.RouteView;
import dev.chasqui.application.models.BackendState;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.application.port.registry.ServerKind;
import dev.chasqui.application.registry.ServerRegistry;
import dev.chasqui.application.routing.BackendReport;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The list of the servers behind this one, for administrators. No key is in it.
 *
 * @param registry the registered servers, and those of the config
 * @param view the states of the backends in the choice
 */
public record ServerList(ServerRegistry registry, RouteView view) {

    /** Where a server is known from. */
    private enum Source {
        REGISTERED,
        CONFIG,
        FOUND
    }

    /** Returns a registered server as the answer to its registration tells it. */
    Json.Obj told(ServerEntry server) {
        Optional<BackendState> state =
                registry.states().stream()
                        .filter(one -> one.name().equals(server.id()))
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
        Map<String, BackendState> states =
                registry.states().stream()
                        .collect(Collectors.toMap(BackendState::name, Function.identity()));
        Map<ServerKind, List<Json>> byKind = new EnumMap<>(ServerKind.class);
        for (BackendReport report : view.backends()) {
            if (!report.address().isEmpty()) {
                add(report, Optional.ofNullable(states.get(report.name())), byKind);
            }
        }
        Map<String, Json> members = new LinkedHashMap<>();
        byKind.forEach((kind, servers) -> members.put(kind.word(), new Json.Arr(servers)));
        return Json.Obj.EMPTY.with("servers", new Json.Obj(members));
    }

    private void add(
            BackendReport report,
            Optional<BackendState> state,
            Map<ServerKind, List<Json>> byKind) {
        Optional<ServerEntry> registered = registry.registered(report.name(), report.address());
        Optional<ServerEntry> known =
                registered.or(() -> registry.configured(report.name(), report.address()));
        Source source =
                registered.isPresent()
                        ? Source.REGISTERED
                        : known.isPresent() ? Source.CONFIG : Source.FOUND;
        Set<ServerKind> kinds = kinds(known, state);
        Json.Obj entry = entry(report, state, kinds, source, known.flatMap(ServerEntry::key));
        kinds.forEach(kind -> byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(entry));
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
        boolean down =
                report.state() == BackendReport.State.UP
                        && state.filter(one -> !one.up()).isPresent();
        entry.put("state", Json.of(down ? "down" : word(report.state())));
        entry.put("source", Json.of(word(source)));
        key.ifPresent(one -> entry.put("api_key", Json.of(one.masked())));
        return new Json.Obj(entry);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
