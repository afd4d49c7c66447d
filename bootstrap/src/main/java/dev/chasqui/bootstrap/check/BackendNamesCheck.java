package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.BackendConfig;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.domain.binding.NearestName;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The check that the backends which the config names for a model or a price are known. A name of
 * the form of a registered server's id is only warned of, since that server may come and go.
 */
final class BackendNamesCheck {
    /** The form of the ids of registered servers: the host, the port, and perhaps a number. */
    private static final Pattern REGISTERED = Pattern.compile(".+-\\d{1,5}(-\\d+)?");

    private final Reading reading;
    private final Set<String> known = new LinkedHashSet<>();

    private BackendNamesCheck(Reading reading, Set<String> own) {
        this.reading = reading;
        reading.found().backends().stream().map(BackendConfig::id).forEach(known::add);
        known.addAll(own);
    }

    /**
     * Adds a mistake for each name of no backend, or a warning.
     *
     * @param own the names of the server's own backends
     */
    static void check(Reading reading, Set<String> own) {
        BackendNamesCheck check = new BackendNamesCheck(reading, own);
        reading.found()
                .models()
                .routed()
                .forEach(
                        (model, routed) -> {
                            String path = "models." + model;
                            List<String> backends = routed.backends();
                            for (int i = 0; i < backends.size(); i++) {
                                check.name(path + ".backends[" + i + "]", backends.get(i));
                            }
                            routed.weights()
                                    .keySet()
                                    .forEach(name -> check.name(path + ".weights." + name, name));
                        });
        reading.found()
                .prices()
                .backends()
                .keySet()
                .forEach(name -> check.name("prices.backends." + name, name));
    }

    private void name(String path, String name) {
        if (known.contains(name)) {
            return;
        }
        if (REGISTERED.matcher(name).matches()) {
            reading.warning(
                    path,
                    "'"
                            + name
                            + "' is no backend of the config; it counts while a server is"
                            + " registered under this name");
        } else {
            String near =
                    NearestName.find(name, known)
                            .map(backend -> "; did you mean '" + backend + "'?")
                            .orElse("");
            reading.mistake(path, "'" + name + "' (expected: the name of a backend" + near + ")");
        }
    }
}
