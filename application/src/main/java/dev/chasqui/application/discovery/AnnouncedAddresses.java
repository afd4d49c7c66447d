package dev.chasqui.application.discovery;

import dev.chasqui.application.port.discovery.Announcement;
import dev.chasqui.domain.text.HostPort;

import java.util.List;
import java.util.stream.Stream;

/** The addresses that an announced service may have. */
final class AnnouncedAddresses {
    private AnnouncedAddresses() {}

    /**
     * Returns the URLs at which a service may be, the likeliest first. A certificate mostly has the
     * name of its machine, so that one goes first for https; else names are not used, since an
     * address leads to the same place without a look-up.
     */
    static List<String> of(Announcement service) {
        Stream<String> literal =
                service.addresses().stream()
                        // The zone of an address, behind a %, is for this machine alone.
                        .map(address -> address.getHostAddress().replaceFirst("%.*$", ""));
        Stream<String> named =
                service.tls() && !service.host().isEmpty()
                        ? Stream.of(service.host())
                        : Stream.of();
        String scheme = service.tls() ? "https://" : "http://";
        return Stream.concat(named, literal)
                .map(host -> scheme + HostPort.of(host, service.port()) + service.path())
                .toList();
    }
}
