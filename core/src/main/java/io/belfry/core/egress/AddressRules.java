package io.belfry.core.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which addresses may be reached: the public internet, and what the operator allows. The lists are
 * IANA's special-purpose registries of IPv4 and IPv6; of IPv6 only global unicast is public, and of
 * that not the forms that carry an IPv4 address inside.
 */
public final class AddressRules {
    private static final List<Map.Entry<AddressRange, String>> CLOSED =
            List.of(
                    closed("0.0.0.0/8", "of this network"),
                    closed("10.0.0.0/8", "private"),
                    closed("100.64.0.0/10", "of a carrier's network"),
                    closed("127.0.0.0/8", "of this machine"),
                    closed("169.254.0.0/16", "link-local"),
                    closed("172.16.0.0/12", "private"),
                    closed("192.0.0.0/24", "reserved"),
                    closed("192.0.2.0/24", "for documentation"),
                    closed("192.88.99.0/24", "of a relay"),
                    closed("192.168.0.0/16", "private"),
                    closed("198.18.0.0/15", "for measurements"),
                    closed("198.51.100.0/24", "for documentation"),
                    closed("203.0.113.0/24", "for documentation"),
                    closed("224.0.0.0/4", "multicast"),
                    closed("240.0.0.0/4", "reserved"),
                    // public by its number, and still the metadata service of a cloud
                    closed("168.63.129.16/32", "of a cloud's metadata service"),
                    closed("2001::/23", "reserved, or carries an IPv4 address"),
                    closed("2001:db8::/32", "for documentation"),
                    closed("2002::/16", "an IPv4 address in IPv6"),
                    closed("3fff::/20", "for documentation"));

    private static final AddressRange GLOBAL_IPV6 = AddressRange.parse("2000::/3");

    private final List<AddressRange> allowed;

    /**
     * @param allowed by the operator, whatever the rules say
     */
    public AddressRules(List<AddressRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    private static Map.Entry<AddressRange, String> closed(String range, String why) {
        return Map.entry(AddressRange.parse(range), why);
    }

    /** Why it may not be reached, as the end of "the address is …"; empty when it may. */
    public Optional<String> refusal(InetAddress address) {
        if (isAllowed(address)) {
            return Optional.empty();
        }
        if (address instanceof Inet6Address six) {
            if (!GLOBAL_IPV6.contains(six)) {
                return Optional.of("not of the public internet");
            }
            if (isIsatap(six.getAddress())) {
                return Optional.of("an IPv4 address in IPv6");
            }
        }
        return CLOSED.stream()
                .filter(each -> each.getKey().contains(address))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The operator's word goes before all rules. */
    public boolean isAllowed(InetAddress address) {
        return allowed.stream().anyMatch(range -> range.contains(address));
    }

    /** {@code …:0:5efe:a.b.c.d} or {@code …:200:5efe:a.b.c.d}, under any prefix. */
    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & 0xfd) == 0
                && bytes[9] == 0
                && bytes[10] == 0x5e
                && bytes[11] == (byte) 0xfe;
    }
}
