package dev.chasqui.bootstrap.governance;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.governance.KeyConfig;
import dev.chasqui.application.callers.LimitedScope;
import dev.chasqui.application.limits.CallerScopes;
import dev.chasqui.domain.account.Budget;
import dev.chasqui.domain.account.Limit;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.text.NamePattern;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The limits that a config says. Immutable. */
final class ConfigScopes implements CallerScopes {
    private static final int MOST_MEANINGS = 3;

    private final List<LimitedScope> all = new ArrayList<>();
    private final List<OfModels> models = new ArrayList<>();
    private final Map<String, LimitedScope> keys = new HashMap<>();

    /** The models that aliases and virtual models stand for. */
    private final Map<String, String> meanings = new HashMap<>();

    ConfigScopes(Config config) {
        List<Limit> shared = config.limits().all().limits();
        Optional<Budget> common = config.budget().budget();
        if (!shared.isEmpty() || common.isPresent()) {
            all.add(new LimitedScope("all", "all callers together", shared, common));
        }
        config.limits()
                .models()
                .forEach(
                        (pattern, limits) ->
                                models.add(
                                        new OfModels(
                                                new NamePattern(ModelName.withoutLatest(pattern)),
                                                new LimitedScope(
                                                        "model/" + pattern,
                                                        "model '" + pattern + "'",
                                                        limits.limits()))));
        config.models().aliases().forEach((alias, model) -> meanings.put(inAnyCase(alias), model));
        config.models().virtual().forEach((name, of) -> meanings.put(inAnyCase(name), of.model()));
        for (KeyConfig key : config.keys()) {
            List<Limit> own = key.limits().limits();
            Optional<Budget> budget = key.budget().budget();
            if (!own.isEmpty() || budget.isPresent()) {
                keys.put(
                        key.name(),
                        new LimitedScope(
                                "config/" + key.name(), "key '" + key.name() + "'", own, budget));
            }
        }
    }

    @Override
    public List<LimitedScope> of(Caller caller, String model) {
        LimitedScope key = keys.isEmpty() ? null : ofKey(caller);
        if (key == null && models.isEmpty()) {
            return all;
        }
        List<LimitedScope> scopes = new ArrayList<>(all);
        if (!models.isEmpty()) {
            List<String> names = names(model);
            for (OfModels some : models) {
                if (names.stream().anyMatch(some.pattern()::matchesAnyCase)) {
                    scopes.add(some.scope());
                }
            }
        }
        if (key != null) {
            scopes.add(key);
        }
        return scopes;
    }

    /** Returns the names that a model may have in a limit: as asked for, and what it stands for. */
    private List<String> names(String asked) {
        List<String> names = new ArrayList<>();
        addNames(asked, names);
        int commands = asked.indexOf('+');
        if (commands > 0) {
            addNames(asked.substring(0, commands).strip(), names);
        }
        return names;
    }

    private void addNames(String asked, List<String> names) {
        String name = asked;
        // A virtual model may stand for an alias, and that for a model.
        for (int i = 0; i < MOST_MEANINGS && name != null; i++) {
            names.add(ModelName.withoutLatest(name));
            name = meanings.get(inAnyCase(name));
        }
    }

    private static String inAnyCase(String name) {
        return ModelName.withTag(name).toLowerCase(Locale.ROOT);
    }

    /** Returns the limits of a key of the config, which has a name but no id. */
    private @Nullable LimitedScope ofKey(Caller caller) {
        Caller.Identity identity = caller.identity();
        return identity.key().isEmpty() && identity.user().isPresent()
                ? keys.get(identity.user().get())
                : null;
    }

    /** The limits of the models of a pattern. */
    private record OfModels(NamePattern pattern, LimitedScope scope) {}
}
