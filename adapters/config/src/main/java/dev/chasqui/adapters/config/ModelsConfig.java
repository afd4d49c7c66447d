package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.routing.FallbackChains;
import dev.chasqui.adapters.config.routing.RoutedModelConfig;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.model.ModelName;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The configuration of models' names, of their listing, and of the backends that answer. */
public record ModelsConfig(
        @Key(
                        help =
                                "Names that clients may ask for, and the model that each stands"
                                    + " for: `{\"fast\": \"qwen3:4b\"}`. An alias hides a model of"
                                    + " the same name. It is looked up once: it cannot stand for"
                                    + " another alias.",
                        rule = TextRules.Filled.class,
                        names = TextRules.Filled.class)
                Map<String, String> aliases,
        @Key(
                        help =
                                "If true, the built-in `chasqui-extract` is listed even if other"
                                        + " models can chat. It always answers under its name.",
                        fallback = "false")
                boolean listBuiltIn,
        @Key(
                        help =
                                "If true, there is `chasqui-embed`, the built-in embedding model."
                                        + " It takes no memory until its first request.",
                        fallback = "true")
                boolean embed,
        @Key(
                        help =
                                "What happens to a conversation that does not fit the model's"
                                    + " context: with `none` it is refused; with `middle` whole"
                                    + " messages are left out from its middle until it fits. The"
                                    + " header `X-Chasqui-Truncate` of a request takes precedence.",
                        fallback = "none")
                Truncate truncate,
        @Key(
                        help =
                                "If true, a prompt at `/v1/completions` that begins with a command"
                                    + " such as `/rag` is answered as a chat. All other prompts go"
                                    + " to the model's server unchanged.",
                        fallback = "false")
                boolean completionCommands,
        @Key(
                        help =
                                "Models of your own: another model with agents, instructions and"
                                    + " settings: `{\"helper\": {\"model\": \"llama3\", \"agents\":"
                                    + " [\"/rag(handbook)\"]}}`. They are listed like others, and"
                                    + " hide a model of the same name.",
                        names = TextRules.Filled.class)
                Map<String, VirtualModelConfig> virtual,
        @Key(
                        help =
                                "Any other key is the name of a model, as clients or backends spell"
                                        + " it: `{\"llama3\": {\"fallbacks\": [\"qwen3\"]}}` under"
                                        + " `models`; or a pattern such as `gpt-*`, for each model"
                                        + " that it fits and that has no entry of its own. Of"
                                        + " several patterns the longest counts.",
                        names = TextRules.Filled.class,
                        others = true)
                Map<String, RoutedModelConfig> routed) {

    /** The ways to shorten a conversation that does not fit. */
    public enum Truncate {
        NONE,
        MIDDLE
    }

    public ModelsConfig {
        aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
        virtual = Collections.unmodifiableMap(new LinkedHashMap<>(virtual));
        routed = Collections.unmodifiableMap(new LinkedHashMap<>(routed));
    }

    /**
     * Reports aliases of the same name, and warns of aliases that stand for another alias: an alias
     * is looked up once, so these are rarely intended.
     */
    void check(Section section) {
        Map<String, String> written = new HashMap<>();
        aliases.forEach(
                (alias, model) -> {
                    String other = written.putIfAbsent(ModelName.withTag(alias), alias);
                    if (other != null) {
                        section.problem(
                                key(alias),
                                "the same name as '"
                                        + other
                                        + "' (expected: another name; one without a tag means"
                                        + " :latest)");
                    }
                });
        aliases.forEach(
                (alias, model) -> {
                    if (ModelName.same(alias, model)) {
                        section.warning(key(alias), "stands for itself, which has no effect");
                    } else if (written.containsKey(ModelName.withTag(model))) {
                        section.warning(
                                key(alias),
                                "stands for '"
                                        + model
                                        + "', which is an alias too; a model of that name is asked"
                                        + " for, not what the alias stands for");
                    }
                });
        VirtualModelsCheck.check(this, section);
        Map<String, String> rules = new HashMap<>();
        routed.keySet()
                .forEach(
                        name -> {
                            String other =
                                    rules.putIfAbsent(
                                            ModelName.withTag(name).toLowerCase(Locale.ROOT), name);
                            if (other != null) {
                                section.problem(
                                        name,
                                        "the same name as '"
                                                + other
                                                + "' (expected: one entry for a model; a name"
                                                + " without a tag means :latest, in any case of"
                                                + " letters)");
                            }
                        });
        FallbackChains.circles(routed, aliases)
                .forEach((name, circle) -> section.problem(name + ".fallbacks", circle));
    }

    private static String key(String alias) {
        return "aliases." + alias;
    }
}
