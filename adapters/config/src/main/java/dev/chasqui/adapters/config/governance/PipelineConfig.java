package dev.chasqui.adapters.config.governance;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.CommandTexts;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration of the agents that run without being asked for. */
public record PipelineConfig(
        @Key(
                        help =
                                "The commands that run for every chat, the outermost first, such as"
                                    + " `[\"/guard\"]`. Callers need no right to them and cannot"
                                    + " switch them off. Requests that agents cannot work on, such"
                                    + " as embeddings, are refused unless the agent may be"
                                    + " skipped.",
                        rule = TextRules.Filled.class)
                List<String> agents,
        @Key(
                        help =
                                "The commands for chats with certain models, by the name of the"
                                    + " model: `{\"gpt-*\": [\"/guard\"]}`. A `*` stands for any"
                                    + " characters. A name also matches a request for an alias, a"
                                    + " virtual model or a derived model that stands for it.",
                        rule = TextRules.Filled.class,
                        names = TextRules.Filled.class)
                Map<String, List<String>> models,
        @Key(
                        help =
                                "Rules that add agents, choose another model or refuse a request by"
                                    + " its model, key, dialect, kind, size or headers. Every rule"
                                    + " whose conditions hold applies, in order.")
                List<RuleConfig> rules) {

    public PipelineConfig {
        agents = List.copyOf(agents);
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        rules = List.copyOf(rules);
    }

    /** Reports badly written commands, and rules without an effect. */
    public void check(Section section) {
        CommandTexts.check(section, "agents", agents);
        models.forEach(
                (model, commands) -> CommandTexts.check(section, "models." + model, commands));
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).check(section.item("rules", i));
        }
    }
}
