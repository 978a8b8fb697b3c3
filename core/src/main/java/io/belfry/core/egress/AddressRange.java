package io.belfry.core.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses with the same first bits: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. */
public record AddressRange(InetAddress first, int bits) {
    private static final Pattern FORM =
            Pattern.compile(
                    "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/([0-9]{1,3}))?");

    /**
     * @throws IllegalArgumentException with words for who wrote it
     */
    public static AddressRange parse(String text) {
        var form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw wrong(text);
        }
        try {
            // only figures: this is parsed and never looked up
            InetAddress first = InetAddress.getByName(form.group(1));
            int most = first.getAddress().length * Byte.SIZE;
            int bits = form.group(2) == null ? most : Integer.parseInt(form.group(2));
            if (bits > most) {
                throw wrong(text);
            }
            return new AddressRange(first, bits);
        } catch (UnknownHostException e) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no range of addresses; they look like 10.0.0.0/8 or fd00::/8");
    }

    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % Byte.SIZE;
            if ((mine[i / Byte.SIZE] & mask) != (other[i / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + bits;
    }
}
