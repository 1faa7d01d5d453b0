"""What a paper counts itself, so that its figures and its words cannot disagree with its lines."""

from typing import Any

from teriya.foundation.documents.engine.words import amount_in_words


def totals(paper: str, data: dict[str, Any]) -> dict[str, Any]:
    """The sums printed on this paper, amounts also in words; nothing for a paper without figures."""
    match paper:
        case "contrat":
            return {"allowance_in_words": amount_in_words(data["allowance"]["amount"])}
        case "bulletin":
            net = sum(line["amount"] for line in data["lines"])
            return {"net": net, "net_in_words": amount_in_words(net)}
        case "epargne":
            balance = sum(row["amount"] for row in data["movements"])
            return {"balance": balance, "balance_in_words": amount_in_words(balance)}
        case "quote_part":
            total = sum(line["amount"] for line in data["lines"])
            return {"total": total, "total_in_words": amount_in_words(max(total, 0))}
        case "etat_de_paye":
            sums = {key: sum(row[key] for row in data["rows"]) for key in ("days", "due", "retained")}
            net = sums["due"] - sums["retained"]
            return sums | {"net": net, "net_in_words": amount_in_words(net)}
        case "appel_de_fonds":
            return {"francs_in_words": amount_in_words(data["francs"])}
        case "bordereau":
            return {"count": sum(item["count"] for item in data["items"])}
    return {}
