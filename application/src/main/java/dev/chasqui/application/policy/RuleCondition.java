package dev.chasqui.application.policy;

import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.text.NamePattern;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The conditions of a rule, all of which must hold.
 *
 * @param model the pattern for any of the names that the model name stands for
 * @param key the pattern for the caller's name
 * @param dialect the dialect of the client
 * @param larger the bytes that the text must exceed
 * @param headers the patterns for the values of headers, by name; one value of each must match
 * @param kinds the kinds of request, of which one must be that of the request; none for any kind
 */
public record RuleCondition(
        Optional<NamePattern> model,
        Optional<NamePattern> key,
        Optional<Dialect> dialect,
        OptionalLong larger,
        Map<String, NamePattern> headers,
        Set<RequestKind> kinds) {
    /** The condition that always holds. */
    public static final RuleCondition ALWAYS =
            new RuleCondition(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    Map.of(),
                    Set.of());

    public RuleCondition {
        headers = Map.copyOf(headers);
        kinds = Set.copyOf(kinds);
    }

    /** Returns true if all conditions hold; the size of the text is looked at last. */
    boolean holds(RequestFacts facts) {
        return model.map(pattern -> matchesAny(pattern, facts)).orElse(true)
                && key.map(pattern -> pattern.matches(facts.caller().name())).orElse(true)
                && (kinds.isEmpty() || names(facts.kind()))
                && dialect.map(facts.dialect()::equals).orElse(true)
                && headers.entrySet().stream()
                        .allMatch(
                                header ->
                                        facts.headers().of(header.getKey()).stream()
                                                .anyMatch(header.getValue()::matches))
                && (larger.isEmpty() || facts.size().getAsLong() > larger.getAsLong());
    }

    /** Returns true if a kind is named; a count of a chat's tokens follows the rules for chats. */
    boolean names(RequestKind kind) {
        return kinds.contains(kind)
                || (kind == RequestKind.COUNT && kinds.contains(RequestKind.CHAT));
    }

    private static boolean matchesAny(NamePattern pattern, RequestFacts facts) {
        return facts.model().names().stream().anyMatch(pattern::matchesAnyCase);
    }
}
