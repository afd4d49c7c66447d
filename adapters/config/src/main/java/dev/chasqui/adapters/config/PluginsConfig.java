package dev.chasqui.adapters.config;

import dev.chasqui.adapters.config.reading.Section;
import dev.chasqui.adapters.config.rules.TextRules;
import dev.chasqui.domain.binding.Key;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The configuration of the jars that agents are loaded from. */
public record PluginsConfig(
        @Key(
                        help =
                                "An additional folder whose jars are loaded, after `plugins` of the"
                                    + " distribution and of the current folder. If two agents have"
                                    + " the same name, that of this folder wins.",
                        rule = TextRules.FilePath.class,
                        restart = true)
                Optional<Path> dir,
        @Key(
                        help =
                                "If true, a jar that is dropped into a plug-in folder, replaced or"
                                    + " removed takes effect within two seconds. If false, only at"
                                    + " a reload.",
                        fallback = "true")
                boolean watch,
        @Key(
                        help =
                                "The SHA-256 of the jars, besides the bundled ones, whose code is"
                                    + " trusted, as `sha256sum agent.jar` prints them; each version"
                                    + " of a jar has its own. Their agents run on the server's own"
                                    + " threads, where an endless loop blocks other requests.",
                        rule = TextRules.JarHash.class)
                List<String> trusted,
        @Key(
                        help =
                                "The SHA-256 of the jars that may be loaded, besides the bundled"
                                    + " ones. If this list and `plugins.signers` are empty, every"
                                    + " jar may.",
                        rule = TextRules.JarHash.class)
                List<String> allowed,
        @Key(
                        help =
                                "The SHA-256 fingerprints of certificates, with or without colons,"
                                    + " as `keytool -printcert -jarfile agent.jar` prints them. A"
                                    + " jar that one of them signed in every entry may be loaded,"
                                    + " too.",
                        rule = TextRules.Fingerprint.class)
                List<String> signers,
        @Key(
                        help =
                                "Web services that are agents, by the names of their commands; see"
                                    + " [remote agents](remote-agents.md). A jar with an agent of"
                                    + " the same name takes precedence.",
                        names = TextRules.Command.class)
                Map<String, RemoteConfig> remote,
        @Key(
                        help =
                                "The address at which these services call back into the pipeline,"
                                    + " such as `http://10.0.0.5:8000`. Needed if one of them runs"
                                    + " on another machine.",
                        unset =
                                "`http://127.0.0.1` and the port, or `server.host` if it is an"
                                        + " address",
                        rule = TextRules.Url.class)
                Optional<URI> callbackUrl,
        @Key(
                        help =
                                "The limits of each agent, by the name of its command; `*` stands"
                                        + " for all others.",
                        names = TextRules.CommandOrAll.class)
                Map<String, AgentLimitsConfig> limits,
        @Key(
                        help =
                                "The hosts that each plug-in may call with the server's HTTP"
                                    + " client, by the plug-in's name: a name such as"
                                    + " `api.example.com`, an address, `*.example.com` for all"
                                    + " names below one, or `*` for all hosts outside this machine"
                                    + " and its networks. A plug-in without an entry may call hosts"
                                    + " inside only, one with an entry none but those. A name"
                                    + " outside that leads to an address inside is refused unless"
                                    + " that address is listed, too. Link-local addresses such as"
                                    + " `169.254.169.254` must always be listed.",
                        rule = TextRules.HostPattern.class,
                        names = TextRules.Name.class)
                Map<String, List<String>> hosts) {

    public PluginsConfig {
        trusted = lowerCase(trusted);
        allowed = lowerCase(allowed);
        signers = lowerCase(signers.stream().map(one -> one.replace(":", "")).toList());
        remote = Collections.unmodifiableMap(new LinkedHashMap<>(remote));
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
        hosts = Map.copyOf(hosts);
    }

    private static List<String> lowerCase(List<String> hashes) {
        return hashes.stream().map(hash -> hash.toLowerCase(Locale.ROOT)).toList();
    }

    /** Reports mistakes that span several keys. */
    void check(Section section) {
        Section services = section.section("remote");
        remote.forEach((name, service) -> service.check(services.section(name)));
    }
}
