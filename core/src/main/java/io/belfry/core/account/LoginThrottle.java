package io.belfry.core.account;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes guessing slow without locking anybody out (quality.md, A35). After five wrong passwords an
 * account can be tried again after 1, 2, 4 … 60 seconds; an address may be wrong twenty times a
 * minute, whatever accounts it tries. Accounts that do not exist are treated alike.
 *
 * <p>While an account is being attacked, once a minute somebody from an address that has not been
 * wrong with it gets his turn at once: so its owner is not kept out by the attack.
 *
 * <p>An attempt counts as wrong from its beginning until it is known to be right, so that a
 * thousand at the same moment are not more than one after the other. Any thread may call.
 */
public final class LoginThrottle {
    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int PER_MINUTE = 20;
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);
    private static final int MOST_REMEMBERED = 10_000;

    private final Clock clock;
    private final Map<String, Attempts> accounts = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Deque<Instant>> addresses = new LinkedHashMap<>(16, 0.75f, true);

    public LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks to check a password.
     *
     * @param account name with its kind, {@code staff/anna}, whether it exists or not
     * @param address where the attempt comes from
     * @return how long to wait; zero means go ahead, and counts
     */
    public synchronized Duration admit(String account, String address) {
        Instant now = clock.instant();
        Deque<Instant> ofAddress = remembered(addresses, place(address), ArrayDeque::new);
        while (!ofAddress.isEmpty() && !now.isBefore(ofAddress.peekFirst().plus(MINUTE))) {
            ofAddress.removeFirst();
        }
        if (ofAddress.size() >= PER_MINUTE) {
            return Duration.between(now, ofAddress.peekFirst().plus(MINUTE));
        }
        Attempts ofAccount = remembered(accounts, key(account), Attempts::new);
        if (!now.isBefore(ofAccount.last.plus(FORGOTTEN))) {
            ofAccount.reset();
        }
        Instant next = ofAccount.last.plus(waitAfter(ofAccount.failures));
        if (now.isBefore(next) && !ofAccount.newcomer(place(address), now)) {
            return Duration.between(now, next);
        }
        ofAccount.count(place(address), now);
        ofAddress.addLast(now);
        return Duration.ZERO;
    }

    /** The password was right: nothing of it counts against account or address. */
    public synchronized void succeeded(String account, String address) {
        accounts.remove(key(account));
        withdraw(address);
    }

    /** The password could not be checked at all, which is nobody's fault. */
    public synchronized void withdrawn(String account, String address) {
        Attempts ofAccount = accounts.get(key(account));
        if (ofAccount != null && ofAccount.failures > 0) {
            ofAccount.failures--;
        }
        withdraw(address);
    }

    int remembered() {
        return Math.max(accounts.size(), addresses.size());
    }

    private void withdraw(String address) {
        Deque<Instant> ofAddress = addresses.get(place(address));
        if (ofAddress != null) {
            ofAddress.pollLast();
        }
    }

    private static Duration waitAfter(int failures) {
        if (failures < FREE_FAILURES) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures - FREE_FAILURES, 6);
        Duration wait = Duration.ofSeconds(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** What was not used for longest is forgotten first. */
    private static <T> T remembered(Map<String, T> map, String key, Supplier<T> fresh) {
        T found = map.computeIfAbsent(key, any -> fresh.get());
        if (map.size() > MOST_REMEMBERED) {
            map.remove(map.keySet().iterator().next());
        }
        return found;
    }

    /** Who has one IPv6 address usually has all of its network, so that counts as one. */
    private static String place(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            // with colons in it this is never a name, and so never asks a name server
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 4
                    ? InetAddress.getByAddress(bytes).getHostAddress()
                    : HexFormat.of().formatHex(bytes, 0, bytes.length / 2);
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static String key(String account) {
        String lower = account.toLowerCase(Locale.ROOT);
        // strangers choose the name; they shall not choose how much of it we keep
        return lower.length() <= 100 ? lower : lower.substring(0, 100);
    }

    /** What was tried with one account. */
    private static final class Attempts {
        private static final int MOST_ADDRESSES = 100;

        private int failures;
        private Instant last = Instant.EPOCH;
        private Instant lastNewcomer = Instant.EPOCH;
        private final Map<String, Boolean> wrong = new LinkedHashMap<>();

        private void reset() {
            failures = 0;
            wrong.clear();
        }

        private boolean newcomer(String address, Instant now) {
            if (wrong.containsKey(address) || now.isBefore(lastNewcomer.plus(MINUTE))) {
                return false;
            }
            lastNewcomer = now;
            return true;
        }

        private void count(String address, Instant now) {
            failures++;
            last = now;
            if (wrong.size() < MOST_ADDRESSES) {
                wrong.put(address, true);
            }
        }
    }
}
