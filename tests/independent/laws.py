"""The equations, as functions of numbers; tags as in docs/model/model.md and in the page of the second model."""
import math

GRAM = 1e-6  # t; smaller amounts are rounding errors of large numbers


def annuity(rate, years):
    """Present value of 1 a year."""
    return years if rate == 0 else -math.expm1(-years * math.log1p(rate)) / rate


def great_circle_km(a, b):
    """Haversine, radius 6371 km [E2]."""
    half_lat, half_lon = (math.sin(math.radians(b[x] - a[x]) / 2) for x in ("lat", "lon"))
    cosines = math.cos(math.radians(a["lat"])) * math.cos(math.radians(b["lat"]))
    return 2 * 6371 * math.asin(min(1, math.sqrt(half_lat**2 + cosines * half_lon**2)))


def cheapest_mode(modes, km):
    """The mode that serves a distance: least fixed + per_km d, the first of equals [E2], [N7]."""
    return min(modes, key=lambda mode: mode["fixed"] + mode["per_km"] * km)


def levers(names, kinds, levels):
    """eff(l) = prod over h of (1 - e (1 - exp(-L))) [E1]."""
    eff = dict.fromkeys(names, 1.0)
    for kind, level in zip(kinds, levels):
        for lever, effect in kind["effects"].items():
            eff[lever] *= 1 - effect * (1 - math.exp(-level))
    return eff


def base_price(product, year, years_since):
    """price (1+g)^t, t counted from the last change; or the path's last price [M1], [N6]."""
    if "prices" in product:
        return [price for at, price in product["prices"] if at <= year][-1]
    return product["price"] * (1 + product["growth"]) ** years_since


def capex(tech, size, factor):
    """K Q_ref (Q/Q_ref)^n times the factor of levers and subsidy [I1]."""
    return tech["capex"] * tech["reference_size"] * factor * (size / tech["reference_size"]) ** tech["scale_exponent"]


def size_for(tech, money, factor):
    """The size that this much money pays for [I1]."""
    at_reference = tech["capex"] * tech["reference_size"] * factor
    return tech["reference_size"] * (money / at_reference) ** (1 / tech["scale_exponent"])


def burden(invest):
    """Share of a capital cost that is due in the year of the order: own share and first payment of the loan [N2]."""
    return (1 - invest["loan_share"]) + invest["loan_share"] / annuity(invest["loan_rate"], invest["loan_years"])


def per_year(risk, exposure):
    """rate exposure^elasticity; what is not exposed has no events [R1], [N3]."""
    return risk["rate"] * exposure ** risk["elasticity"] if exposure > 0 else 0.0


def mean_loss(risk):
    return risk["loss"] * math.exp(risk["spread"] ** 2 / 2)


def logistic(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def gini(amounts):
    """Sum of all differences over 2 n times the sum; None when there is nothing to share [N11]."""
    total = sum(amounts)
    if total <= 0:
        return None
    return sum(abs(a - b) for a in amounts for b in amounts) / (2 * len(amounts) * total)


def longest_path(steps):
    """Most nodes on a path of a graph without cycles: {node: [next, ...]} [N1]."""
    memo = {}

    def length(node):
        if node not in memo:
            memo[node] = 1 + max((length(other) for other in steps[node]), default=0)
        return memo[node]

    return max((length(node) for node in steps), default=0)
